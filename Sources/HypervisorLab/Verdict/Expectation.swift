// SPDX-License-Identifier: Apache-2.0

/// A pattern that the guest is expected to print somewhere in a line.
struct Expectation {
  private let pattern: Pattern

  /// - Parameters:
  ///   - text: the regular expression.
  ///   - option: the option's name for the error message.
  init(_ text: String, option: String = "expect") throws(LabError) {
    do throws(Pattern.Problem) { pattern = try Pattern(text) } catch {
      throw .badExpectation("--\(option) \(text)", error.message)
    }
  }

  func isMet(by line: String) -> Bool { pattern.matches(in: line) }
}
