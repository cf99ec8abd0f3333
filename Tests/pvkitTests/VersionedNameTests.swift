// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

/// Names of kernels with their versions.
@Suite struct VersionedNameTests {
  /// As distributions name them.
  @Test(arguments: [
    ("vmlinuz-6.1.0-25-amd64", "vmlinuz-*-amd64"),
    ("vmlinuz-6.12.43+deb13-cloud-amd64", "vmlinuz-*-cloud-amd64"),
    ("vmlinuz-5.14.0-427.13.1.el9_4.x86_64", "vmlinuz-*.x86_64"),
    ("vmlinuz-6.5.6-300.fc39.x86_64", "vmlinuz-*.x86_64"),
    ("vmlinuz-5.15.0-91-generic", "vmlinuz-*-generic"), ("vmlinux-6.17-rc3", "vmlinux-*"),
    (
      "linux-image-6.1.0-25-amd64_6.1.106-3_amd64.deb(boot/vmlinuz-6.1.0-25-amd64)",
      "linux-image-*-amd64_*_amd64.deb(boot/vmlinuz-*-amd64)"
    ),
    ("k/gnumach-1.8-xen-486.gz", "k/gnumach-*-xen-486.gz"), ("linux-v6.1", "linux-v*"),
  ]) func stems(name: String, stem: String) {
    #expect(VersionedName(name)?.stem == stem)
  }

  /// Numbers that do not count versions.
  @Test(arguments: ["vmlinuz", "guest1", "k-2", "amd64.deb", "x86_64", "a.1", "1.", ""])
  func namesWithout(name: String) { #expect(VersionedName(name) == nil) }

  @Test func order() throws {
    let names = ["v-6.1.0-9", "v-6.1.0-25", "v-6.2", "v-6.10", "v-10.0"]
    let versions = try names.map { try #require(VersionedName($0)) }
    #expect(versions.sorted().map(\.name) == names)
    #expect(VersionedName("v-1.99999999999999999999") != nil)
  }
}
