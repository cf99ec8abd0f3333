// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage

/// Evaluates macros with the compiler, and reads their values from its object file.
struct MacroValues {
  private static let section = ".pvkit_values"

  let probe: HeaderProbe
  /// The headers that define the macros.
  let headers: [String]
  let directory: ScratchDirectory

  /// The values of those names that are macros with an integer value.
  func values(of names: [String]) throws -> [String: Int] {
    try evaluate(names.filter(Self.isIdentifier)[...])
  }

  /// Evaluates all names at once; if one is not an integer constant, evaluates each half by itself.
  private func evaluate(_ names: ArraySlice<String>) throws -> [String: Int] {
    guard !names.isEmpty else { return [:] }
    let object = directory.file("values.o")
    let text = Self.source(names)
    if try probe.complaint(about: text, including: headers, object: object, in: directory) == nil {
      return try read(object, names)
    }
    guard names.count > 1 else { return [:] }
    let middle = names.startIndex + names.count / 2
    return try evaluate(names[..<middle])
      .merging(evaluate(names[middle...])) { first, _ in first }
  }

  /// Source code for an array of pairs: the index of a name, and its value. `| 0` rejects what is
  /// not an integer.
  private static func source(_ names: ArraySlice<String>) -> String {
    let pairs = names.enumerated().map { index, name in
      "#ifdef \(name)\n{ \(index), (long long)((\(name)) | 0) },\n#endif"
    }
    return "__attribute__((section(\"\(section)\"), used))\n"
      + "static const struct { long long index, value; } pvkit_values[] = {\n"
      + pairs.joined(separator: "\n") + "\n{ -1, 0 } };"
  }

  private func read(_ object: String, _ names: ArraySlice<String>) throws -> [String: Int] {
    let elf = try GuestImage.open(path: object).elf.get()
    guard let bytes = elf.section(named: Self.section).flatMap({ elf.contents(of: $0) }) else {
      return [:]
    }
    var values: [String: Int] = [:]
    for offset in stride(from: 0, to: UInt64(bytes.count), by: 16) {
      guard let index = bytes.integer(at: offset, as: Int64.self), index >= 0,
        index < names.count, let value = bytes.integer(at: offset + 8, as: Int64.self)
      else { continue }
      values[names[names.startIndex + Int(index)]] = Int(value)
    }
    return values
  }

  private static func isIdentifier(_ name: String) -> Bool {
    let letters = name.utf8.allSatisfy {
      $0 == UInt8(ascii: "_") || ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
        || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
    }
    return letters && name.first?.isNumber == false
  }
}
