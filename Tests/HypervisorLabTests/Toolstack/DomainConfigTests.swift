// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

struct DomainConfigTests {
  @Test func `a domain that stays as it ended`() throws {
    let request = BootRequest(image: "k", append: "console=hvc0", mode: .pvh, memory: 99)
    let text = try DomainConfig(request: request).text()
    for line in [
      "type = \"pvh\"", "memory = 99", "cmdline = \"console=hvc0\"", "on_crash = \"preserve\"",
    ] {
      #expect(text.contains(line + "\n"))
    }
    #expect(!text.contains("ramdisk"))
  }

  @Test func `processors and memory, and what they may grow to`() throws {
    var request = BootRequest(image: "k", memory: 99)
    request.vcpus = 2
    let fixed = try DomainConfig(request: request).text()
    for line in ["memory = 99", "maxmem = 99", "vcpus = 2", "maxvcpus = 2"] {
      #expect(fixed.contains(line + "\n"))
    }
    (request.maxMemory, request.maxVcpus) = (128, 4)
    let growing = try DomainConfig(request: request).text()
    for line in ["memory = 99", "maxmem = 128", "vcpus = 2", "maxvcpus = 4"] {
      #expect(growing.contains(line + "\n"))
    }
  }

  @Test func `each domain has its own files, and its own disks of the dom0`() throws {
    var request = BootRequest(image: "k", initrd: "i")
    request.disks = [Disk(path: "a"), Disk(path: "b", isReadOnly: true)]
    let domain = DomainConfig(request: request, number: 2, firstDisk: 3)
    let text = try domain.text()
    #expect(domain.path == "guests/2/config")
    for line in ["kernel = \"/guests/2/kernel\"", "ramdisk = \"/guests/2/initrd\""] {
      #expect(text.contains(line + "\n"))
    }
    for disk in ["vdev=xvda,access=rw,target=/dev/vdd", "vdev=xvdb,access=ro,target=/dev/vde"] {
      #expect(text.contains(disk))
    }
  }

  @Test func `an HVM domain has the image for its firmware`() throws {
    let text = try DomainConfig(request: BootRequest(image: "k", mode: .hvm)).text()
    #expect(text.contains("type = \"hvm\"\n"))
    #expect(text.contains("firmware_override = \"/guests/0/kernel\"\n"))
    #expect(!text.contains("\nkernel = ") && !text.contains("cmdline"))
  }

  @Test func `a domain of the PV shim's is PVH, the image a module`() throws {
    let text = try DomainConfig(request: BootRequest(image: "k", mode: .shim)).text()
    for line in [
      "type = \"pvh\"", "pvshim = 1", "pvshim_path = \"/guest/xen-shim\"",
      "kernel = \"/guests/0/kernel\"",
    ] {
      #expect(text.contains(line + "\n"))
    }
  }

  @Test(arguments: [
    ("a b", "\"a b\""), ("a=\"b c\"", "'a=\"b c\"'"), ("it's", "\"it's\""), ("a\\", "\"a\\\\\""),
  ])
  func `xl reads back what was meant`(text: String, quoted: String) throws {
    #expect(try DomainConfig.quoted(text) == quoted)
  }

  @Test(arguments: ["\"'", "a\nb"])
  func `what xl cannot be told`(text: String) {
    #expect(throws: LabError.self) { try DomainConfig.quoted(text) }
  }
}
