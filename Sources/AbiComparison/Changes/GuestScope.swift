// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A kind of guest, by what of the public headers does not concern it: what only the toolstack, the device
/// model or the initial domain's kernel uses, and what is for the other way of running.
///
/// Where a header is for several, it stays: better a change too many than one too few.
public enum GuestScope: String, CaseIterable, Sendable {
  case pvDomU = "pv-domu"
  case pvDom0 = "pv-dom0"
  case pvhDomU = "pvh-domu"
  case pvhDom0 = "pvh-dom0"
  case hvm

  /// The headers that are left out, below xen/include/public; one that ends with a slash is a directory.
  public var headersLeftOut: [String] {
    switch self {
    case .pvDomU: Self.tools + Self.privileged + Self.container
    case .pvDom0: Self.tools + Self.container
    case .pvhDomU: Self.tools + Self.privileged + Self.paravirtual + Self.deviceModel
    case .pvhDom0: Self.tools + Self.paravirtual + Self.deviceModel
    case .hvm: Self.tools + Self.privileged + Self.paravirtual + Self.deviceModel
    }
  }

  /// What tools make of it, of which a kernel passes on structures at most.
  private static let tools = [
    "domctl.h", "sysctl.h", "trace.h", "tmem.h", "hypfs.h", "xsm/", "hvm/dm_op.h",
  ]
  /// What only the initial domain's kernel calls.
  private static let privileged = ["platform.h", "kexec.h", "arch-x86/xen-mca.h"]
  /// What a guest in an HVM container has, and whoever emulates its devices.
  private static let container = ["hvm/", "arch-x86/hvm/"]
  /// What the device model has of the others.
  private static let deviceModel = ["hvm/ioreq.h", "hvm/hvm_info_table.h"]
  /// What only a PV guest has.
  private static let paravirtual = ["nmi.h"]

  /// Whether what that header declares may concern such a guest.
  public func concerns(header: String) -> Bool {
    !headersLeftOut.contains { $0.hasSuffix("/") ? header.hasPrefix($0) : header == $0 }
  }

  /// Whether a change may concern such a guest; what the model does not know may.
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

  /// The header that has a hypercall's commands, if one that is left out for somebody.
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
