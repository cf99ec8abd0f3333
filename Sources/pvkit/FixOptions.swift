// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Checks
import GuestImage
import Loaders
import Synchronization
import SystemPackage

/// `--fix -o NEW`: the options of `pvkit check` for a fixed copy.
struct FixOptions: ParsableArguments {
  @Flag(help: "Write a copy with repaired notes to --output, and check the copy.")
  var fix = false

  @Option(name: .shortAndLong, help: "The file for the repaired copy.", completion: .file())
  var output: String?

  func validate() throws {
    guard fix == (output != nil) else { throw ValidationError("--fix and --output go together") }
    guard output.map(Output.isStandard) != true else {
      throw ValidationError("--output: standard output takes the report; name a file")
    }
  }

  /// Writes a fixed copy, and returns it with a message on what was written. If there is nothing to
  /// fix, it writes nothing and returns nil and a message.
  func fixedCopy(
    of image: GuestImage, for target: Target
  ) throws -> (copy: GuestImage?, complaint: String?) {
    let subject = Subject(image: image, target: target, verdicts: [])
    guard let output, Rules.findings(subject).contains(where: \.isMendable) else {
      // The report of an image that cannot be read has its own message.
      return (
        nil,
        image.problem == nil
          ? "pvkit: \(image.name): nothing to repair; no file was written" : nil
      )
    }
    var rewrite = try NoteRewrite(image)
    Rules.mend(&rewrite, of: subject)
    let bytes = try RewriteOptions.write(rewrite, of: image, to: output)
    let file = try Bytes(bytes, of: output)
    let packing =
      image.innermost.compression.map { ", packed again by \($0.rawValue)" } ?? ""
    return (
      GuestImage(name: output, file: file, limit: image.limit),
      "pvkit: \(output): written, \(byteSize(UInt64(bytes.count)))\(packing)"
    )
  }
}

/// The image that --fix takes: a file, a member of a package, or the only kernel of a package.
final class FixedImage: Sendable {
  /// What is known of the package, if the file is one.
  private enum Package {
    /// Not a package, or a member was named, or there is only one kernel.
    case one
    /// There are several kernels, or it is not known how many: the error that asks for one.
    case unclear(ImageError)
    /// It could not be read, which the run reports.
    case damaged
  }

  private let contents: Package
  private let isReported = Mutex(false)

  /// - Parameters:
  ///   - name: the name that the user gave.
  ///   - limit: the maximum unpacked size in bytes.
  init(_ name: String, limit: Int) {
    guard NamedImage(name).member == nil else {
      contents = .one
      return
    }
    let status: Stat? = (try? FilePath(named: name).statusFollowed()) ?? nil
    // A pipe cannot be read before the run.
    guard name != "-", status.map({ $0.type == .regular }) ?? true else {
      contents = .unclear(
        ImageError(
          image: name, problem: "is a package",
          cure: "--fix takes a package as a file, and one of its kernels by name"))
      return
    }
    do {
      let error = try NamedImage(name).severalKernels(limit: limit)
      contents = error.map(Package.unclear) ?? .one
    } catch { contents = .damaged }
  }

  /// Whether the image is to be fixed; false if it is one of several, or in a damaged package, and
  /// that is reported once for all of them.
  ///
  /// - Parameter isPacked: whether it is in a package.
  /// - Throws: `ImageError` for the first one of several, or of a package on standard input or in
  ///   a pipe.
  func isOnly(_ image: GuestImage, isPacked: Bool) throws -> Bool {
    guard isPacked else { return true }
    switch contents {
    case .one: return true
    case .damaged: return false
    case .unclear(let error):
      let wasReported = isReported.withLock { reported in
        defer { reported = true }
        return reported
      }
      guard wasReported else { throw error }
      return false
    }
  }
}
