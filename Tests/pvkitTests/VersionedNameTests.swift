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
    ("linux-image-amd64_6.1.112-1+b1_amd64.deb", "linux-image-amd64_*_amd64.deb"),
    ("linux_6.1.112-1+deb12u1_amd64.deb", "linux_*_amd64.deb"),
    ("linux_6.1.112-1~deb12u2_amd64.deb", "linux_*_amd64.deb"),
    ("linux_6.1.112-1~bpo11+1_amd64.deb", "linux_*_amd64.deb"),
    ("linux_6.1.112+dfsg-1_amd64.deb", "linux_*_amd64.deb"),
    ("linux_6.1.112+dfsg1-1_amd64.deb", "linux_*_amd64.deb"),
    ("linux_1:6.1.112-1_amd64.deb", "linux_*_amd64.deb"),
    ("linux_1%3a6.1.112-1_amd64.deb", "linux_*_amd64.deb"),
    ("vmlinuz-6.1.0-g1234abc", "vmlinuz-*"), ("vmlinuz-6.1.0-g1234abc-amd64", "vmlinuz-*-amd64"),
    ("vmlinuz-6.17-rc3-00042-g0123456789ab", "vmlinuz-*"),
    ("vmlinuz-5.15.0-91ubuntu1-generic", "vmlinuz-*-generic"),
    // Words that are none of a version.
    ("vmlinuz-6.1-gadget", "vmlinuz-*-gadget"), ("vmlinuz-6.1-g1234abx", "vmlinuz-*-g1234abx"),
    ("vmlinuz-6.1-b1", "vmlinuz-*-b1"), ("vmlinuz-6.1+dfsgx", "vmlinuz-*+dfsgx"),
    ("vmlinuz-6.1-unit", "vmlinuz-*-unit"), ("disk-1:x-6.1", "disk-1:x-*"),
  ]) func stems(name: String, stem: String) {
    #expect(VersionedName(name)?.stem == stem)
  }

  /// Numbers that do not count versions.
  @Test(arguments: ["vmlinuz", "guest1", "k-2", "amd64.deb", "x86_64", "a.1", "1.", ""])
  func namesWithout(name: String) { #expect(VersionedName(name) == nil) }

  @Test func order() throws {
    let names = ["v-6.1.0-9", "v-6.1.0-25", "v-6.2", "v-6.10", "v-10.0"]
    let versions = try names.map { try #require(VersionedName($0)) }
    #expect(versions.reversed().sorted().map(\.name) == names)
    #expect(VersionedName("v-1.99999999999999999999") != nil)
  }

  /// Release candidates and backports come before what they lead to, and rebuilt packages after it.
  @Test func orderOfRevisions() throws {
    let names = [
      "v-6.1~rc1", "v-6.1-rc2", "v-6.1", "v-6.1.112-1~deb12u1", "v-6.1.112-1~deb12u2",
      "v-6.1.112-1", "v-6.1.112-1+b1", "v-1:6.1.112-2", "v-6.1.113+dfsg-1",
    ]
    let versions = try names.map { try #require(VersionedName($0)) }
    #expect(Set(versions.map(\.stem)) == ["v-*"])
    #expect(versions.reversed().sorted().map(\.name) == names)
  }

  /// Builds of two commits have no order: neither is later.
  @Test func commits() throws {
    let one = try #require(VersionedName("v-6.1.0-g1234abc"))
    let other = try #require(VersionedName("v-6.1.0-g5678def"))
    #expect(one == other && one.stem == other.stem)
  }
}
