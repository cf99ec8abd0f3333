// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// Finds out which headers of a tree compile together.
struct HeaderChoice {
  /// In the order in which they compile.
  private(set) var readable: [String] = []
  /// Those that do not, and the compiler's first error.
  private(set) var unreadable: [(header: String, error: String)] = []

  /// CPU seconds of all runs together; a tree of which many headers do not compile takes some ten.
  private static let mostSeconds = 120

  private let start = Compiler.spent
  private let probe: HeaderProbe
  private let folder: ScratchDirectory

  /// - Throws: when the compiler cannot be run, or refuses xen.h itself.
  init(_ probe: HeaderProbe, in folder: ScratchDirectory) throws {
    self.probe = probe
    self.folder = folder
    let headers = try probe.headers(in: folder)
    if try take(headers[...]) { return }
    // Every other header includes it.
    try add(headers.prefix(1))
    if !readable.isEmpty { try add(headers.dropFirst()) }
    guard readable.first == headers.first else {
      throw ImageError(
        image: probe.tree.path,
        problem: "\(headers[0]) does not compile for \(probe.architecture.rawValue): "
          + (unreadable.first?.error ?? "no reason given"),
        cure: "give a whole tree, another compiler (--cc) or another architecture (--arch)")
    }
  }

  /// All at once; false when that fails.
  private mutating func take(_ headers: ArraySlice<String>) throws -> Bool {
    guard try probe.complaint(including: readable + headers, in: folder) == nil else {
      return false
    }
    readable += headers
    return true
  }

  /// All at once; when that fails, each half by itself.
  private mutating func add(_ headers: ArraySlice<String>) throws {
    guard !headers.isEmpty else { return }
    guard Compiler.spent - start <= Self.mostSeconds else {
      throw ImageError(
        image: probe.tree.path,
        problem: "its headers take the compiler more than \(Self.mostSeconds) s",
        cure: "give a whole tree")
    }
    guard let lines = try probe.complaint(including: readable + headers, in: folder) else {
      readable += headers
      return
    }
    if headers.count == 1 {
      unreadable.append((headers[headers.startIndex], firstError(of: lines)))
    } else {
      let middle = headers.startIndex + headers.count / 2
      try add(headers[..<middle])
      try add(headers[middle...])
    }
  }

  /// Without the folder that is gone when somebody reads it.
  private func firstError(of lines: [String]) -> String {
    let line = lines.first { $0.contains("error") } ?? lines.first ?? "no reason given"
    return line.replacing(folder.file("tree/"), with: "").replacing(folder.file(""), with: "")
  }
}
