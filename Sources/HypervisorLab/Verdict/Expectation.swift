// SPDX-License-Identifier: Apache-2.0

/// Text that the guest is to print, somewhere in a line.
struct Expectation {
  private let pattern: Pattern

  /// - Parameter option: of the command, for the error.
  init(_ text: String, option: String = "expect") throws(LabError) {
    do throws(Pattern.Problem) { pattern = try Pattern(text) } catch {
      throw .badExpectation("--\(option) \(text)", error.message)
    }
  }

  func isMet(by line: String) -> Bool { pattern.matches(in: line) }
}
