// SPDX-License-Identifier: Apache-2.0

/// What the dom0 that creates a domU is made of, from Debian's packages.
struct ToolstackPackages {
  let kernel: String
  /// In the order in which they are loaded.
  let modules: [String]
  let busybox: String
  /// xl, the daemons, and what a device model says that it runs with.
  let programs: [String]
  /// What libxl runs to save, restore or migrate a domain, by the path that it knows.
  let saveHelper: String
  let libgcc: String
  /// The PV shim.
  let shim: String

  private static let programNames = ["xl", "xenstored", "xenconsoled", "xen-init-dom0"]

  static let saveHelperPath = "usr/lib/xen-4.17/bin/libxl-save-helper"

  /// - Parameter names: of the modules, as `Dom0Modules` has them.
  init(
    _ places: LabPlaces, _ needs: inout Requirements,
    modules names: [String] = Dom0Modules.toolstack
  ) {
    let kernel = needs.find("linux-image-amd64") { Self.kernel(places) }
    let release = SharedLibraries.name(kernel).dropFirst("vmlinuz-".count)
    self.kernel = kernel
    modules = names.map { name in
      needs.find("linux-image-amd64") {
        places.newest("lib/modules/\(release)/kernel/\(name).ko*")
      }
    }
    busybox = needs.find("busybox-static") { places.newest("bin/busybox") }
    let store = needs.find("xenstore-utils") { places.newest("usr/bin/xenstore-write") }
    programs =
      Self.programNames.map { name in
        needs.find("xen-utils-4.17") { places.newest("usr/lib/xen-4.17/bin/\(name)") }
      } + [store]
    shim = needs.find("xen-utils-4.17") { places.newest("usr/lib/xen-4.17/boot/xen-shim") }
    saveHelper = needs.find("xen-utils-4.17") { places.newest(Self.saveHelperPath) }
    libgcc = needs.find("libgcc-s1") { places.newest("lib/x86_64-linux-gnu/libgcc_s.so.1") }
  }

  /// Only the general kernel can be a dom0; those of clouds have CONFIG_XEN_DOM0 off.
  private static func kernel(_ places: LabPlaces) -> String? {
    places.newest("boot/vmlinuz-*-amd64") { !$0.contains("-cloud-") && !$0.contains("-rt-") }
  }
}
