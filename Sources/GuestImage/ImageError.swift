// SPDX-License-Identifier: Apache-2.0

import Base

/// An image could not be checked. Reported in one line, with exit code 3:
///
/// `vmlinuz: offset 0x1f1: setup header is cut off (boot protocol); give the whole file`
public struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The image's name, as the user gave it.
  public let image: String
  /// The offset in the file, in bytes, if the problem has one.
  public let offset: UInt64?
  /// What is wrong, and by which rule.
  public let problem: String
  /// How to fix it.
  public let cure: String?
  /// Where a project file names the image: `.pvkit.toml:3:11`; nil if it does not.
  public private(set) var origin: String?

  public init(image: String, offset: UInt64? = nil, problem: String, cure: String? = nil) {
    self.image = image
    self.offset = offset
    self.problem = problem
    self.cure = cure
  }

  /// The same error for an image with another name.
  public func named(_ name: String) -> ImageError {
    ImageError(image: name, offset: offset, problem: problem, cure: cure).named(at: origin)
  }

  /// The same error for an image that a project file names.
  ///
  /// - Parameter origin: where; nil if it does not.
  public func named(at origin: String?) -> ImageError {
    var error = self
    error.origin = origin
    return error
  }

  public var description: String {
    let place = offset.map { ": offset " + hex($0) } ?? ""
    let start = origin.map { $0 + ": " } ?? ""
    return start + image + place + ": " + problem + (cure.map { "; " + $0 } ?? "")
  }
}

extension ImageError {
  /// The error that a text is in another encoding.
  public init(_ encoding: TextEncoding, of file: String) {
    self.init(image: file, problem: encoding.problem, cure: encoding.cure)
  }
}
