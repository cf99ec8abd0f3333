// SPDX-License-Identifier: Apache-2.0

/// Text that the guest is to print, somewhere in a line.
struct Expectation {
  private let pattern: Pattern

  init(_ text: String) throws(LabError) {
    do throws(Pattern.Problem) { pattern = try Pattern(text) } catch {
      throw .badExpectation(text, error.message)
    }
  }

  func isMet(by line: String) -> Bool { pattern.matches(in: line) }
}
