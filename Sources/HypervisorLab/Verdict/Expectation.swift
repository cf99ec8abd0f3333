// SPDX-License-Identifier: Apache-2.0

/// Text that the guest is to print, somewhere in a line.
struct Expectation {
  private let regex: Regex<AnyRegexOutput>

  init(_ pattern: String) throws(LabError) {
    do { regex = try Regex(pattern) } catch {
      throw .badExpectation(pattern, String(describing: error))
    }
  }

  func isMet(by line: String) -> Bool { (try? regex.firstMatch(in: line)) != nil }
}
