// SPDX-License-Identifier: Apache-2.0

/// The root file system of the dom0 that creates the domains: about 8 MB, and the guests.
struct Initramfs {
  let packages: ToolstackPackages
  let libraries: SharedLibraries

  /// - Parameter requests: the guests in the order in which they are created.
  func archive(for requests: [BootRequest]) throws(LabError) -> [UInt8] {
    var archive = CpioArchive()
    for directory in Self.directories { archive.add(directory: directory) }
    archive.add("init", text: InitScript.text)
    archive.add("etc/xen/xl.conf", text: "")
    for script in HotplugScripts.all { archive.add(script.path, text: script.text) }
    try addPrograms(to: &archive)
    archive.add(DeviceModel.path, text: DeviceModel.text)
    if requests.contains(where: { $0.mode == .shim }) {
      archive.add(DomainConfig.shim, try RegularFile.contents(packages.shim))
    }
    if let cards = requests.map(\.cards).max(), cards > 0 {
      let forwards = requests.contains { !$0.forwards.isEmpty }
      archive.add(NetworkScript.path, text: NetworkScript.text(cards: cards, forwards: forwards))
    }
    var disks = 0
    for (number, request) in requests.enumerated() {
      try add(DomainConfig(request: request, number: number, firstDisk: disks), to: &archive)
      disks += request.disks.count
    }
    return archive.finished()
  }

  private static let directories = [
    "dev", "proc", "sys", "run", "tmp", "modules", "var/run/xen", "var/lib/xen",
    "var/log/xen/console",
  ]

  private func addPrograms(to archive: inout CpioArchive) throws(LabError) {
    archive.add("bin/busybox", try RegularFile.contents(packages.busybox))
    for program in packages.programs {
      archive.add("bin/" + SharedLibraries.name(program), try RegularFile.contents(program))
    }
    for (number, module) in packages.modules.enumerated() {
      // The prefix of two digits keeps the order in which the modules are loaded.
      let name = "modules/\(number + 10)-" + SharedLibraries.name(module)
      archive.add(name, try RegularFile.contents(module))
    }
    archive.add(
      ToolstackPackages.saveHelperPath, try RegularFile.contents(packages.saveHelper))
    // pthread_cancel opens libgcc_s itself, so no program depends on it.
    let named = packages.programs + [packages.saveHelper, packages.libgcc]
    let closure = try libraries.closure(of: named)
    for (target, path) in closure.sorted(by: { $0.key < $1.key }) {
      archive.add(target, try RegularFile.contents(path))
    }
    archive.add("lib/libgcc_s.so.1", try RegularFile.contents(packages.libgcc))
  }

  private func add(
    _ domain: DomainConfig, to archive: inout CpioArchive
  ) throws(LabError) {
    archive.add(domain.path, text: try domain.text())
    archive.add(domain.kernel, try RegularFile.contents(domain.request.image))
    if let initrd = domain.request.initrd {
      archive.add(domain.initrd, try RegularFile.contents(initrd))
    }
  }
}
