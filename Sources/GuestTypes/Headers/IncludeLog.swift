// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// What a compiler writes to standard error with -H: a line for each file that it includes, as many
/// dots as it is deep and its path; the rest is complaints.
struct IncludeLog {
  /// Every file, once.
  private let files: Set<String>
  /// All other lines.
  let others: [String]

  /// Where gcc begins to say which headers lack guards.
  private static let advice = "Multiple include guards may be useful for:"

  init(_ text: String) {
    var files: Set<String> = []
    var others: [String] = []
    var hasAdvice = false
    for line in text.split(separator: "\n") {
      if line == Self.advice { hasAdvice = true }
      // The assembler's complaints follow behind the headers that are advised about.
      if hasAdvice, line == Self.advice || files.contains(String(line)) { continue }
      let depth = line.prefix { $0 == "." }.count
      if depth > 0, line.dropFirst(depth).first == " " {
        files.insert(String(line.dropFirst(depth + 1)))
      } else {
        others.append(String(line))
      }
    }
    (self.files, self.others) = (files, others)
  }

  /// The first, in order, that lies in none of these folders; links are followed.
  func firstFile(outside folders: [String]) -> String? {
    let roots = folders.compactMap(FileName.real).map { $0 == "/" ? $0 : $0 + "/" }
    return files.sorted().first { file in
      guard let path = FileName.real(file) else { return true }
      return !roots.contains { path.hasPrefix($0) }
    }
  }
}
