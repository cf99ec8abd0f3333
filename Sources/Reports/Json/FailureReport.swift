// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials
import GuestImage

/// The object that replaces an image's report if the image cannot be checked: the file cannot be
/// opened, is empty, or contains no kernel (exit code 3).
///
/// Its keys are also keys of a report, with the same meaning; a report without `error` is complete.
public struct FailureReport: Encodable, Sendable {
  /// The image's name, without the directories of an absolute path.
  public let image: String
  /// What is wrong, where, and how to fix it.
  public let error: String

  /// A failure for a file that was named on the command line.
  public init(image: String, error: String) {
    self.image = FileName.display(image)
    self.error = error
  }

  /// - Parameter title: the image's name in reports.
  init(title: String, error: String) { (image, self.error) = (title, error) }

  /// A failure for the image that the error names.
  public init(_ error: ImageError) {
    self.init(error, of: error.image, title: FileName.display(error.image))
  }

  /// A failure for an error about an image or something in it.
  ///
  /// - Parameters:
  ///   - name: the image's name in errors.
  ///   - title: the image's name in reports; nil for `name` without the directories of an absolute
  ///     path.
  public init(_ error: ImageError, of name: String, title: String?) {
    let title = title ?? FileName.display(name)
    image =
      error.image.hasPrefix(name)
      ? title + error.image.dropFirst(name.count) : FileName.display(error.image)
    self.error = error.named(image).description
  }
}

extension FailureReport {
  /// The keys of a line that are read.
  private struct Line: Decodable {
    let image: String
    let error: String?
  }

  /// Reads a line of a JSON report; nil if its image was checked.
  init?(line: String) {
    // Most lines have no error, and decoding takes long.
    guard line.contains("\"error\":\""),
      let keys = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)),
      let error = keys.error
    else { return nil }
    self.init(title: keys.image, error: error)
  }

  /// What a run writes to standard error: `vmlinuz: is empty; …`.
  public var text: String { error.hasPrefix(image + ": ") ? error : "\(image): \(error)" }
}
