// SPDX-License-Identifier: Apache-2.0

/// The files of Debian's packages for the dom0 that creates a domU.
struct ToolstackPackages {
  let kernel: String
  /// In loading order.
  let modules: [String]
  let busybox: String
  /// xl, the daemons, and xenstore-write, by which the device model reports that it runs.
  let programs: [String]
  /// libxl's helper to save, restore or migrate a domain; libxl runs it by its fixed path.
  let saveHelper: String
  let libgcc: String
  let shim: String

  private static let programNames = ["xl", "xenstored", "xenconsoled", "xen-init-dom0"]

  static let saveHelperPath = "usr/lib/xen-4.17/bin/libxl-save-helper"

  /// - Parameters:
  ///   - places: where packages are searched for.
  ///   - needs: records missing packages.
  ///   - names: the modules, as in `Dom0Modules`.
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

  /// The kernel. Only the general one can be a dom0, because cloud kernels have CONFIG_XEN_DOM0
  /// off.
  private static func kernel(_ places: LabPlaces) -> String? {
    places.newest("boot/vmlinuz-*-amd64") { !$0.contains("-cloud-") && !$0.contains("-rt-") }
  }
}
