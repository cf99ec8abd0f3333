// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials
import GuestImage
import GuestTypes
import HypervisorABI
import Reports

/// Reads the output of `pvkit abi snapshot`, as untrusted input.
enum RecordFile {
  /// The size limit; a snapshot of all structures is much smaller.
  private static let mostBytes = 64 << 20

  /// - Parameters:
  ///   - text: the content of the file.
  ///   - path: the name of the file, for errors.
  static func read(_ text: String, of path: String) throws(ImageError) -> Record {
    guard text.utf8.count <= mostBytes else {
      throw ImageError(
        image: path, problem: "is longer than \(mostBytes) bytes",
        cure: "give a snapshot (pvkit abi snapshot)")
    }
    let record = try decoded(text, path)
    if let key = DuplicateKey.first(in: text) {
      throw foreign(path, "the key \(key) occurs twice in one object")
    }
    return record
  }

  private static func decoded(_ text: String, _ path: String) throws(ImageError) -> Record {
    do {
      return try JSONDecoder().decode(Record.self, from: Data(text.utf8))
    } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
      throw foreign(path, context.debugDescription)
    } catch DecodingError.dataCorrupted {
      throw foreign(path, "it is not JSON")
    } catch DecodingError.keyNotFound(let key, _) {
      throw foreign(path, "no key \(key.stringValue)")
    } catch {
      throw foreign(path, "its values have other types")
    }
  }

  private static func foreign(_ path: String, _ why: String) -> ImageError {
    ImageError(
      image: path, problem: "not a snapshot: \(why.printable)",
      cure: "write one with pvkit abi snapshot")
  }
}

extension Record {
  /// The snapshot, if it is for that architecture.
  ///
  /// - Throws: if it is for another architecture.
  func on(_ architecture: Architecture, for image: String) throws(ImageError) -> Self {
    guard self.architecture == architecture else {
      throw ImageError(
        image: image,
        problem: "a kernel for \(architecture), the baseline is for \(self.architecture)",
        cure: "record a baseline of such a kernel")
    }
    return self
  }
}
