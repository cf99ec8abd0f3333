// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import HypervisorLab

struct LabPlacesTests {
  func touch(_ files: [String]) throws {
    for file in files {
      _ = try Command.run(["install", "-D", "/dev/null", file])
    }
  }

  @Test func `the newest by number, not by spelling`() throws {
    try Places.withScratchFolder { folder in
      try touch(["9", "10", "10-cloud"].map { folder + "/boot/vmlinuz-6.1.0-\($0)-amd64" })
      let places = LabPlaces(root: folder, images: "/nowhere", programs: [])
      let found = places.newest("boot/vmlinuz-*-amd64") { !$0.contains("cloud") }
      #expect(found == folder + "/boot/vmlinuz-6.1.0-10-amd64")
    }
  }

  @Test func `what is installed comes before what is unpacked`() throws {
    try Places.withScratchFolder { folder in
      try touch([folder + "/i/boot/xen-4.20-amd64.gz", folder + "/r/boot/xen-4.17-amd64.gz"])
      let places = LabPlaces(root: folder + "/r", images: folder + "/i", programs: [])
      let path = try #require(XenPackage.search(places))
      #expect(path.hasPrefix(folder + "/r/"))
      #expect(XenPackage(path: path).version == "4.17")
    }
  }

  @Test func `one line names every missing package`() {
    let nowhere = LabPlaces(root: "/nowhere", images: "/nowhere", programs: [])
    let error = #expect(throws: LabError.self) {
      try Lab(places: nowhere).bootDom0(BootRequest(image: "/proc/self/exe"))
    }
    #expect(error == .missingPackages(["qemu-system-x86", "xen-hypervisor-4.17-amd64"]))
    let line = error?.description ?? ""
    #expect(line.contains("apt-get install -y qemu-system-x86 xen-hypervisor-4.17-amd64"))
    #expect(!line.contains("\n"))
  }
}
