// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Parses the standard error output of a compiler with -H. For each included file there is a line
/// with its depth as dots and its path; all other lines are messages.
struct IncludeLog {
  /// The included files, each once.
  private let files: Set<String>
  /// All other lines.
  let others: [String]

  /// The line after which gcc lists headers without include guards.
  private static let advice = "Multiple include guards may be useful for:"

  init(_ text: String) {
    var files: Set<String> = []
    var others: [String] = []
    var hasAdvice = false
    for line in text.split(separator: "\n") {
      if line == Self.advice { hasAdvice = true }
      // The assembler's messages follow the list of headers, so only known paths are skipped.
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

  /// The first file, in sorted order, that is in none of these directories. Links are followed.
  func firstFile(outside directories: [String]) -> String? {
    let roots = directories.compactMap(FileName.real).map { $0 == "/" ? $0 : $0 + "/" }
    return files.sorted().first { file in
      guard let path = FileName.real(file) else { return true }
      return !roots.contains { path.hasPrefix($0) }
    }
  }
}
