// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import HypervisorLab

struct SharedLibrariesTests {
  @Test(arguments: ["xl", "xenstored", "xenconsoled", "xen-init-dom0"])
  func `the same libraries as the dynamic linker finds`(name: String) throws {
    let program = "/usr/lib/xen-4.17/bin/" + name
    let ours = try SharedLibraries(.standard).closure(of: [program])
    let listed = try Command.run(["ldd", program])
    try #require(listed.status == 0, "\(Missing(what: program)): \(listed.errors)")
    let theirs = listed.output.split(separator: "\n").compactMap { line in
      line.split(separator: " ").first { $0.contains("/") }.map { SharedLibraries.name(String($0)) }
    }
    #expect(Set(ours.values.map(SharedLibraries.name)) == Set(theirs))
  }

  @Test func `the interpreter keeps its path`() throws {
    let closure = try SharedLibraries(.standard).closure(of: ["/usr/lib/xen-4.17/bin/xl"])
    #expect(closure["lib64/ld-linux-x86-64.so.2"] != nil)
  }

  @Test func `a program that is none`() {
    #expect(throws: LabError.self) { try SharedLibraries(.standard).closure(of: ["/etc/passwd"]) }
  }
}
