// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// Finds the headers of a tree that compile together.
struct HeaderChoice {
  /// The headers that compile, in their order.
  private(set) var readable: [String] = []
  /// The other headers, each with the compiler's first error.
  private(set) var unreadable: [(header: String, error: String)] = []

  /// The most CPU seconds of all runs. A tree in which many headers fail takes about ten.
  private static let mostSeconds = 120

  private let start = Compiler.spent
  private let probe: HeaderProbe
  private let directory: ScratchDirectory

  /// - Throws: `ImageError` if the compiler cannot be run or refuses xen.h itself.
  init(_ probe: HeaderProbe, in directory: ScratchDirectory) throws {
    self.probe = probe
    self.directory = directory
    let headers = try probe.headers(in: directory)
    if try take(headers[...]) { return }
    // All other headers include xen.h, the first one.
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

  /// Tries all headers at once; false if that fails.
  private mutating func take(_ headers: ArraySlice<String>) throws -> Bool {
    guard try probe.complaint(including: readable + headers, in: directory) == nil else {
      return false
    }
    readable += headers
    return true
  }

  /// Tries all headers at once; if that fails, tries each half by itself.
  private mutating func add(_ headers: ArraySlice<String>) throws {
    guard !headers.isEmpty else { return }
    guard Compiler.spent - start <= Self.mostSeconds else {
      throw ImageError(
        image: probe.tree.path,
        problem: "its headers take the compiler more than \(Self.mostSeconds) s",
        cure: "give a whole tree")
    }
    guard let lines = try probe.complaint(including: readable + headers, in: directory) else {
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

  /// The first error message, without the path of the temporary directory.
  private func firstError(of lines: [String]) -> String {
    let line = lines.first { $0.contains("error") } ?? lines.first ?? "no reason given"
    return line.replacing(directory.file("tree/"), with: "").replacing(directory.file(""), with: "")
  }
}
