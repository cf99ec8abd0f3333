// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// What stands in the place of an image's report when there is nothing to report on: the file
/// cannot be opened, is empty, or holds no kernel (exit code 3).
///
/// Its keys are among a report's own, and mean the same there; a report without `error` is whole.
public struct FailureReport: Encodable, Sendable {
  /// The image's name, without the folders of an absolute path.
  public let image: String
  /// What is wrong, where, and what to do about it.
  public let error: String

  /// A file that was named on the command line, and what is wrong.
  public init(image: String, error: String) {
    self.image = FileName.display(image)
    self.error = error
  }

  /// The error's image is the one reported on.
  public init(_ error: ImageError) {
    self.init(error, of: error.image, title: FileName.display(error.image))
  }

  /// The error is about an image or something in it.
  ///
  /// - Parameters:
  ///   - name: the image's, as errors have it.
  ///   - title: as reports call it; nil for the name without the folders of an absolute path.
  public init(_ error: ImageError, of name: String, title: String?) {
    let title = title ?? FileName.display(name)
    image =
      error.image.hasPrefix(name)
      ? title + error.image.dropFirst(name.count) : FileName.display(error.image)
    self.error = error.named(image).description
  }
}
