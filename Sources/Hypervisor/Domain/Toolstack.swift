// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The tasks of a toolstack for a domU beside building it: its directory in the store, the grants
/// of its initial shared pages, and its devices (libxl__domain_make, tools/libs/light@4.17).
extension Hypervisor {
  /// Grants the pages of the console and the store to their daemons, in the reserved first entries
  /// of the table (xc_dom_gnttab_init).
  func grantOwnPages(_ builder: DomainBuilder) {
    let names = [
      ("GNTTAB_RESERVED_CONSOLE", builder.layout.console),
      ("GNTTAB_RESERVED_XENSTORE", builder.layout.store),
    ]
    for case (let name, let page?) in names {
      guard let entry = interface.numberIfNamed(name) else { continue }
      grants.grant(UInt32(entry), builder.frames[Int(page)], to: BackendDevice.domain)
    }
  }

  func writeStore(_ ports: (store: UInt32, console: UInt32)) {
    let home = "/local/domain/\(domain.id)"
    let own = StoreTree.Permission(domain.id)
    let toolstacks = [StoreTree.Permission(0), .init(domain.id, canRead: true)]
    let size = String(domain.frameCount << 2)
    func write(_ key: String, _ value: String = "") {
      store.write(home + "/" + key, value, toolstacks)
    }
    store.write(home, "", toolstacks)
    write("vm", Self.machinePath)
    store.write(Self.machinePath, "", toolstacks)
    store.write(Self.machinePath + "/name", "guest", toolstacks)
    store.write(Self.machinePath + "/uuid", String(Self.machinePath.dropFirst(4)), toolstacks)
    write("name", "guest")
    for vcpu in vcpus { write("cpu/\(vcpu.id)/availability", "online") }
    write("memory/static-max", size)
    write("memory/target", size)
    write("memory/videoram", "0")
    write("device")
    for key in ["shutdown", "feature-poweroff", "feature-reboot", "feature-suspend", "sysrq"] {
      store.write("\(home)/control/\(key)", "", [own])
    }
    write("control/platform-feature-multiprocessor-suspend", "1")
    write("control/platform-feature-xs_reset_watches", "1")
    for key in ["data", "drivers", "feature", "attr", "error"] {
      store.write("\(home)/\(key)", "", [own])
    }
    write("domid", String(domain.id))
    write("store/port", String(ports.store))
    write("console/type", "xenconsoled")
    write("console/limit", "1048576")
    write("console/port", String(ports.console))
    createDevices()
  }

  private static let machinePath = "/vm/00000000-0000-4000-8000-000000000001"

  private func createDevices() {
    for (index, disk) in request.disks.enumerated() {
      devices.append(BlockBackend(self, disk, index: index, id: devices.count))
    }
    for (index, card) in request.cards.enumerated() {
      devices.append(NetworkBackend(self, card, index: index, id: devices.count))
    }
    for device in devices { device.create() }
  }
}
