// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

@Suite struct PatternTests {
  @Test(arguments: [
    ("login:", "debian login: "), ("^Linux version 6", "Linux version 6.1"),
    ("hello .* guest", "well, hello test guest!"), ("end of line$", "the end of line"),
    ("a|b|cd", "xcd"), ("x(ab)*y", "xababy"), ("x(ab)+y", "xaby"), ("colou?r", "color"),
    ("^[0-9a-f]{4}$", "12af"), ("a{2,}", "baa"), ("a{0}b", "b"), ("[^a-z]", "abC"),
    ("[]x]", "]"), ("[a\\-z]", "-"), ("[[:digit:]]+", "n 12"), ("\\d+ MiB", "12 MiB"),
    ("\\bup\\b", "is up."), ("\\x41\\.", "A."), ("(?i)PANIC", "Kernel panic"),
    ("(?i)[P]anic", "PANIC"), ("a.c", "aüc"), ("", "anything"), ("(?:ab)?c", "c"), ("a+?b", "aab"),
    ("{", "{"), ("x{,3}", "x{,3}"), ("\\w+ß", "straß"), ("(a*)*b", "aab"),
  ]) func isFound(pattern: String, text: String) throws {
    #expect(try Pattern(pattern).matches(in: text))
  }

  @Test(arguments: [
    ("login:", "log in:"), ("^b", "ab"), ("a$", "ab"), ("[^a-z]", "abc"), ("a{3}", "aa"),
    ("\\bup\\b", "upper"), ("\\S", " \t"), ("a.c", "ac"), ("panic", "PANIC"), ("\\Bup", "up"),
    ("^(ab|c){2}$", "abcab"),
  ]) func isNotFound(pattern: String, text: String) throws {
    #expect(try !Pattern(pattern).matches(in: text))
  }

  @Test(arguments: [
    "(", ")", "[a", "a**b(", "*", "\\", "\\1", "(?=a)", "(?<n>a)", "a++", "[z-a]", "a{2,1}",
    "a{2000}", "(((a{100}){100}){100})", "\\x1", "[[:none:]]", "\\p{L}",
    String(repeating: "(", count: 100),
  ]) func isRefused(pattern: String) {
    #expect(throws: Pattern.Problem.self) { try Pattern(pattern) }
  }

  /// What takes a matcher that tries one way after the other 2^60 steps and more.
  @Test(arguments: ["(a+)+c", "(a|aa)+$b", "(a*)*c", "(.*)*=(.*)*;", "((a?){30}){30}b"])
  func aLineThatAlmostMatchesTakesNoTime(pattern: String) throws {
    let line = String(repeating: "a", count: 1 << 14)
    #expect(try !Pattern(pattern).matches(in: line))
  }
}
