// SPDX-License-Identifier: Apache-2.0

/// The resources that XENMEM_acquire_resource maps. Source: public/memory.h, 4.11 to 4.22.
extension ConstantGroup {
  /// Resources of XENMEM_acquire_resource.
  public static let memoryResources = ConstantGroup(
    "resources of XENMEM_acquire_resource", "memory.h",
    [
      Constant("XENMEM_resource_ioreq_server", 0, since: .v4_14),
      Constant("XENMEM_resource_grant_table", 1, since: .v4_14),
      Constant("XENMEM_resource_vmtrace_buf", 2, since: .v4_15),
      Constant("XENMEM_resource_grant_table_id_shared", 0, since: .v4_14),
      Constant("XENMEM_resource_grant_table_id_status", 1, since: .v4_14),
      Constant("XENMEM_resource_ioreq_server_frame_bufioreq", 0, since: .v4_14),
    ])
}
