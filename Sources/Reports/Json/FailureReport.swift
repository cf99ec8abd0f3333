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
    image = FileName.display(error.image)
    self.error = error.named(image).description
  }
}
