// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import GuestImage

@Suite struct ImageTitlesTests {
  private static let cases: [(names: [String], titles: [String])] = [
    (["/s/a/vmlinux"], ["vmlinux"]),
    (["/s/a/vmlinux", "/s/b/vmlinux"], ["a/vmlinux", "b/vmlinux"]),
    (["/x/d1/boot", "/x/d2/boot/"], ["d1/boot", "d2/boot"]),
    // Only as much as is needed, and only where it is.
    (
      ["/r/1/k/v", "/r/2/k/v", "/r/2/j/v", "/r/w"], ["1/k/v", "2/k/v", "j/v", "w"]
    ),
    // One file that is named twice.
    (["/x/v", "/x/./v", "/x//v"], ["v", "v", "v"]),
    // Relative names stay as they are.
    (["a/v", "/r/a/v", "/r/b/v"], ["a/v", "r/a/v", "b/v"]),
    (["./v", "v", "../v", "-", "/x/-"], ["./v", "v", "../v", "-", "x/-"]),
    (["/v", "/boot/v"], ["/v", "boot/v"]),
    // A directory and a file of its name, which is not in it.
    (["boot/v", "/x/boot"], ["boot/v", "x/boot"]),
    (["/x/boot", "/x/boot/v"], ["boot", "v"]),
    (["/x/boot", "/y/boot", "boot/k"], ["x/boot", "y/boot", "boot/k"]),
  ]

  @Test(arguments: cases) func titles(names: [String], titles: [String]) {
    func all(_ names: [String]) -> [String] {
      ImageTitles(names) { $0.hasPrefix("/") ? nil : $0 }.all
    }
    #expect(all(names) == titles)
    #expect(all(names.reversed()) == titles.reversed())
  }

  /// Files of the working directory have no directory in their titles.
  @Test func theWorkingDirectory() {
    // The tests run in the package's directory.
    let titles = ImageTitles([".", "/x/Package.swift", "/x/none"]) { $0.hasPrefix("/") ? nil : $0 }
    #expect(titles.all == [".", "x/Package.swift", "none"])
  }

  /// Each pair of names is not compared.
  @Test func manyOfOneName() {
    let names = (0..<20_000).map { "/kernels/\($0)/vmlinux" }
    let titles = ImageTitles(names) { _ in nil }.all
    #expect(titles == (0..<20_000).map { "\($0)/vmlinux" })
  }

  /// Many long paths take a bounded number of steps; the title is then the whole path.
  @Test func longPaths() {
    let rest = String(repeating: "d/", count: 100)
    let names = ["a", "b"].map { "/\($0)/\(rest)vmlinux" }
    #expect(ImageTitles(names) { _ in nil }.all == names)
  }

  @Test func membersOfOneName() {
    var names = MemberNames()
    #expect(["a", "b", "a", "a"].map { names.next($0) } == ["(a)", "(b)", "(a) #2", "(a) #3"])
  }
}
