// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A kind of guest, defined by the public headers that do not concern it: those for the toolstack,
/// the device model or the initial domain's kernel only, and those for another mode.
///
/// A header that several use is kept, because an irrelevant change does less harm than a missing
/// one.
public enum GuestScope: String, CaseIterable, Sendable {
  case pvDomU = "pv-domu"
  case pvDom0 = "pv-dom0"
  case pvhDomU = "pvh-domu"
  case pvhDom0 = "pvh-dom0"
  case hvm

  /// The headers that are left out, relative to xen/include/public; a name that ends in a slash is
  /// a directory.
  public var headersLeftOut: [String] {
    switch self {
    case .pvDomU: Self.tools + Self.privileged + Self.container
    case .pvDom0: Self.tools + Self.container
    case .pvhDomU: Self.tools + Self.privileged + Self.paravirtual + Self.deviceModel
    case .pvhDom0: Self.tools + Self.paravirtual + Self.deviceModel
    case .hvm: Self.tools + Self.privileged + Self.paravirtual + Self.deviceModel
    }
  }

  /// Headers for tools; a kernel at most passes their structures on.
  private static let tools = [
    "domctl.h", "sysctl.h", "trace.h", "tmem.h", "hypfs.h", "xsm/", "hvm/dm_op.h",
  ]
  /// Headers for calls that only the initial domain's kernel makes.
  private static let privileged = ["platform.h", "kexec.h", "arch-x86/xen-mca.h"]
  /// Headers for guests in an HVM container, and for whoever emulates their devices.
  private static let container = ["hvm/", "arch-x86/hvm/"]
  /// Headers among those that only the device model uses.
  private static let deviceModel = ["hvm/ioreq.h", "hvm/hvm_info_table.h"]
  /// Headers for PV guests only.
  private static let paravirtual = ["nmi.h"]

  /// Whether the declarations of a header can concern this kind of guest.
  public func concerns(header: String) -> Bool {
    !headersLeftOut.contains { $0.hasSuffix("/") ? header.hasPrefix($0) : header == $0 }
  }

  /// Whether a change can concern this kind of guest; true for what the model does not know.
  public func concerns(_ change: AbiChange) -> Bool {
    switch change.subject {
    case .structure(let tag, _):
      Structure.all.first { $0.name == tag }.map { concerns(header: $0.header) } ?? true
    case .number(let name, NumberGroups.hypercalls):
      !Self.headers(of: name).contains { !concerns(header: $0) }
    case .number(_, let group):
      ConstantGroup.all.first { $0.name == group }.map { concerns(header: $0.header) } ?? true
    }
  }

  /// The header with the commands of a hypercall, if a kind of guest leaves that header out.
  private static func headers(of call: String) -> [String] {
    let known = [
      "domctl": "domctl.h", "sysctl": "sysctl.h", "platform_op": "platform.h",
      "kexec_op": "kexec.h", "mca": "arch-x86/xen-mca.h", "xsm_op": "xsm/flask_op.h",
      "hvm_op": "hvm/hvm_op.h", "dm_op": "hvm/dm_op.h", "tmem_op": "tmem.h", "nmi_op": "nmi.h",
      "hypfs_op": "hypfs.h",
    ]
    return known.filter { call.hasSuffix("_" + $0.key) }.map(\.value)
  }
}
