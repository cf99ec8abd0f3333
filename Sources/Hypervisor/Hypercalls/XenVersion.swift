// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

enum VersionCommand: String, CaseIterable, Sendable {
  case version = "XENVER_version"
  case extra = "XENVER_extraversion"
  case compileInfo = "XENVER_compile_info"
  case capabilities = "XENVER_capabilities"
  case changeset = "XENVER_changeset"
  case platform = "XENVER_platform_parameters"
  case features = "XENVER_get_features"
  case pageSize = "XENVER_pagesize"
  case handle = "XENVER_guest_handle"
  case commandLine = "XENVER_commandline"
}

/// Xen's version, capabilities and features (xen/common/kernel.c@4.17).
extension Hypervisor {
  func xenVersion(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let capabilities = Capabilities(interface: interface)
    switch calls.commands.version[call[0]] {
    case .version: return Int64(capabilities.version)
    case .pageSize: return Int64(MachineMemory.pageSize)
    case .extra: try put(capabilities.extra, "XEN_EXTRAVERSION_LEN", call[1])
    case .capabilities: try put(capabilities.list, "XEN_CAPABILITIES_INFO_LEN", call[1])
    case .changeset: try put("unavailable", "XEN_CHANGESET_INFO_LEN", call[1])
    case .commandLine: try put("", nil, call[1])
    case .compileInfo:
      let places = interface.knownStructure("xen_compile_info")
      try space.write([UInt8](repeating: 0, count: places.size), at: call[1])
    case .platform:
      try space.store(word: interface.number("HYPERVISOR_VIRT_START"), at: call[1])
    case .features:
      var request = try argument("xen_feature_info", at: call[1])
      guard request["submap_idx"] == 0 else { throw .invalid }
      let assist = interface.numberIfNamed("VMASST_TYPE_pae_extended_cr3")
      request["submap"] = capabilities.features(
        isPrivileged: domain.isPrivileged,
        hasPaeAssist: assist.map { domain.assists >> $0 & 1 == 1 } ?? false)
      try write(request)
    case .handle:
      try space.write([UInt8](repeating: 0, count: 16), at: call[1])
    case nil: throw .notImplemented
    }
    return 0
  }

  /// Writes a text to a field whose length has that name.
  private func put(_ text: String, _ length: String?, _ address: UInt64) throws(XenError) {
    let size = length.flatMap(interface.numberIfNamed).map(Int.init) ?? text.utf8.count + 1
    let bytes = Array(text.utf8.prefix(size - 1))
    try space.write(bytes + [UInt8](repeating: 0, count: size - bytes.count), at: address)
  }
}
