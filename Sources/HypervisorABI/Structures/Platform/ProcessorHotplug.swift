// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Hotplug of processors and memory. Source: public/platform.h, 4.0 to 4.22.
  static let processorHotplug: [Structure] =
    [
      Structure(
        "xenpf_pcpuinfo", "platform.h",
        summary: "XENPF_get_cpuinfo: a processor's APIC and ACPI ids, and whether it runs.",
        since: .v4_0,
        [
          Field(.u32, "xen_cpuid"),
          Field(.u32, "max_present"),
          Field(.u32, "flags"),
          Field(.u32, "apic_id"),
          Field(.u32, "acpi_id"),
        ]),
      Structure(
        "xenpf_pcpu_version", "platform.h",
        summary: "XENPF_get_cpu_version: vendor, family, model, stepping.", since: .v4_2,
        [
          Field(.u32, "xen_cpuid"),
          Field(.u32, "max_present"),
          Field(.char, "vendor_id", count: 12),
          Field(.u32, "family"),
          Field(.u32, "model"),
          Field(.u32, "stepping"),
        ]),
      Structure(
        "xenpf_cpu_ol", "platform.h", summary: "XENPF_cpu_online, cpu_offline: which processor.",
        since: .v4_0,
        [
          Field(.u32, "cpuid")
        ]),
      Structure(
        "xenpf_cpu_hotadd", "platform.h", summary: "XENPF_cpu_hotadd: a new processor.",
        since: .v4_0,
        [
          Field(.u32, "apic_id"),
          Field(.u32, "acpi_id"),
          Field(.u32, "pxm"),
        ]),
      Structure(
        "xenpf_mem_hotadd", "platform.h", summary: "XENPF_mem_hotadd: new memory.", since: .v4_0,
        [
          Field(.u64, "spfn"),
          Field(.u64, "epfn"),
          Field(.u32, "pxm"),
          Field(.u32, "flags"),
        ]),
      Structure(
        "xenpf_core_parking", "platform.h",
        summary: "XENPF_core_parking: how many processors are to idle.", since: .v4_2,
        [
          Field(.u32, "type"),
          Field(.u32, "idle_nums"),
        ]),
      Structure(
        "xenpf_resource_entry", "platform.h",
        summary: "One access to an MSR or the like, and its result.", since: .v4_5,
        [
          Field(
            .union([
              Field(.u32, "cmd"),
              Field(.s32, "ret"),
            ]), "u"),
          Field(.u32, "rsvd"),
          Field(.u64, "idx"),
          Field(.u64, "val"),
        ]),
      Structure(
        "xenpf_resource_op", "platform.h",
        summary: "XENPF_resource_op: a list of such accesses on a processor.", since: .v4_5,
        [
          Field(.u32, "nr_entries"),
          Field(.u32, "cpu"),
          Field(.handle("xenpf_resource_entry_t"), "entries"),
        ]),
    ]
}
