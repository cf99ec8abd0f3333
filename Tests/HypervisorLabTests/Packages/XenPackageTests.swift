// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import HypervisorLab

@Suite struct XenPackageTests {
  @Test func debiansIsOne() throws {
    var needs = Requirements()
    let xen = XenPackage(nil, .standard, &needs)
    try needs.check()
    #expect(xen.version == "4.17")
    #expect(try xen.unpacked().count > 1 << 20)
  }

  /// Each is refused before QEMU starts, with what to name instead.
  @Test(arguments: [
    ("/dev/null", "is a device"), ("/none", "No such file"), ("/etc/passwd", "not a hypervisor"),
  ])
  func whatIsNone(path: String, problem: String) {
    refused(path, problem)
  }

  @Test func aKernelIsNone() throws {
    refused(try DebianImages.linuxCloud(), "no multiboot header")
  }

  private func refused(_ path: String, _ problem: String) {
    let error = #expect(throws: LabError.self) { try XenPackage(path: path).unpacked() }
    let words = error.map(String.init(describing:)) ?? ""
    #expect(words.hasPrefix(path + ": ") && words.contains(problem), "\(words)")
    #expect(words.contains("xen.gz"), "\(words)")
  }
}
