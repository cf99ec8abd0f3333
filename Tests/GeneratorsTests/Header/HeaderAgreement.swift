// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A C file that includes libxen-dev's headers and asserts that they say what the model says.
struct HeaderAgreement {
  let architecture: Architecture
  var view = InterfaceView(.standard)
  private var release: XenRelease { view.release }

  var options: [String] {
    ["-std=gnu11", architecture == .i386 ? "-m32" : "-m64", "-Wno-unused"]
  }

  var source: String {
    let version = "0x" + String(view.version, radix: 16)
    return "#define __XEN_INTERFACE_VERSION__ \(version)\n"
      + "#include <stdint.h>\n#include <stddef.h>\n"
      + headers.map { "#include <xen/\($0)>\n" }.joined()
      + assertions.map { "_Static_assert(\($0), \"\($0.replacing("\"", with: "'"))\");\n" }.joined()
  }

  /// Those below arch-x86 come with xen.h, but for the PVH ones.
  private var headers: [String] {
    let named = ConstantGroup.all.map(\.header) + Structure.all.map(\.header)
    let direct = Set(named).filter { !$0.hasPrefix("arch-x86/xen") }
    return ["xen.h", "features.h", "elfnote.h", "arch-x86/xen-mca.h"] + direct.sorted()
  }

  var assertions: [String] { structures + constants + numbers }

  private var structures: [String] {
    // Below 0x00040600, tmem_op has a member of another shape and a later one too.
    Set(Structure.all.map(\.name)).filter { $0 != "tmem_op" || view.version >= 0x0004_0600 }
      .sorted()
      .compactMap { Layout($0, in: view, on: architecture) }
      .flatMap { layout in
        let type = layout.structure.cName
        let members = layout.members.filter { !$0.isBitField }
        return ["sizeof(\(type)) == \(layout.size)"]
          + members.map { "offsetof(\(type), \($0.path)) == \($0.offset)" }
          + members.filter { $0.size > 0 }.map {
            "sizeof(((\(type) *)0)->\($0.path)) == \($0.size)"
          }
      }
  }

  private var constants: [String] {
    ConstantGroup.all.filter { $0.only == nil || $0.only == architecture }
      .flatMap { view.constants(of: $0) }
      .map { constant in
        constant.number == nil
          ? "__builtin_strcmp(\(constant.name), \(constant.literal)) == 0"
          : "(\(constant.name)) == (\(constant.literal))"
      }
  }

  private var numbers: [String] {
    view.hypercalls.filter { !$0.name.hasPrefix("arch_") }
      .map { "__HYPERVISOR_\($0.name) == \($0.number)" }
      + XenFeature.all.filter { $0.since <= release && $0.isDefined }.map {
        "\($0.macro) == \($0.bit)"
      }
      + XenNote.all.filter { $0.since <= release && $0.number < 0x1000 }
      .map { "\($0.macro) == \($0.number)" }
      + ["__XEN_LATEST_INTERFACE_VERSION__ == \(release.interfaceVersion ?? 0)"]
  }
}
