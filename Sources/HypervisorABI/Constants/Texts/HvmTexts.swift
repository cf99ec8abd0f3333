// SPDX-License-Identifier: Apache-2.0

/// XenStore keys that an HVM guest's firmware reads. Source: public/hvm/hvm_xs_strings.h, 4.3 to
/// 4.22.
extension ConstantGroup {
  /// XenStore keys of HVM guests.
  public static let hvmTexts = ConstantGroup(
    "XenStore keys of HVM guests", "hvm/hvm_xs_strings.h",
    [
      Constant("HVM_XS_HVMLOADER", text: "hvmloader", since: .v4_3),
      Constant("HVM_XS_BIOS", text: "hvmloader/bios", since: .v4_3),
      Constant(
        "HVM_XS_GENERATION_ID_ADDRESS", text: "hvmloader/generation-id-address", since: .v4_3),
      Constant(
        "HVM_XS_ALLOW_MEMORY_RELOCATE", text: "hvmloader/allow-memory-relocate", since: .v4_3),
      Constant(
        "HVM_XS_XEN_PLATFORM_PCI_BAR_UC", text: "hvmloader/pci/xen-platform-pci-bar-uc",
        since: .v4_21),
      Constant("HVM_XS_ACPI_PT_ADDRESS", text: "hvmloader/acpi/address", since: .v4_3),
      Constant("HVM_XS_ACPI_PT_LENGTH", text: "hvmloader/acpi/length", since: .v4_3),
      Constant("HVM_XS_SMBIOS_PT_ADDRESS", text: "hvmloader/smbios/address", since: .v4_3),
      Constant("HVM_XS_SMBIOS_PT_LENGTH", text: "hvmloader/smbios/length", since: .v4_3),
      Constant(
        "HVM_XS_SMBIOS_DEFAULT_BATTERY", text: "hvmloader/smbios/default_battery", since: .v4_3),
      Constant("HVM_XS_BIOS_STRINGS", text: "bios-strings", since: .v4_3),
      Constant("HVM_XS_BIOS_VENDOR", text: "bios-strings/bios-vendor", since: .v4_3),
      Constant("HVM_XS_BIOS_VERSION", text: "bios-strings/bios-version", since: .v4_3),
      Constant(
        "HVM_XS_SYSTEM_MANUFACTURER", text: "bios-strings/system-manufacturer", since: .v4_3),
      Constant(
        "HVM_XS_SYSTEM_PRODUCT_NAME", text: "bios-strings/system-product-name", since: .v4_3),
      Constant("HVM_XS_SYSTEM_VERSION", text: "bios-strings/system-version", since: .v4_3),
      Constant(
        "HVM_XS_SYSTEM_SERIAL_NUMBER", text: "bios-strings/system-serial-number", since: .v4_3),
      Constant(
        "HVM_XS_BASEBOARD_MANUFACTURER", text: "bios-strings/baseboard-manufacturer", since: .v4_13),
      Constant(
        "HVM_XS_BASEBOARD_PRODUCT_NAME", text: "bios-strings/baseboard-product-name", since: .v4_13),
      Constant("HVM_XS_BASEBOARD_VERSION", text: "bios-strings/baseboard-version", since: .v4_13),
      Constant(
        "HVM_XS_BASEBOARD_SERIAL_NUMBER", text: "bios-strings/baseboard-serial-number",
        since: .v4_13),
      Constant(
        "HVM_XS_BASEBOARD_ASSET_TAG", text: "bios-strings/baseboard-asset-tag", since: .v4_13),
      Constant(
        "HVM_XS_BASEBOARD_LOCATION_IN_CHASSIS", text: "bios-strings/baseboard-location-in-chassis",
        since: .v4_13),
      Constant(
        "HVM_XS_ENCLOSURE_MANUFACTURER", text: "bios-strings/enclosure-manufacturer", since: .v4_3),
      Constant(
        "HVM_XS_ENCLOSURE_SERIAL_NUMBER", text: "bios-strings/enclosure-serial-number", since: .v4_3
      ),
      Constant(
        "HVM_XS_ENCLOSURE_ASSET_TAG", text: "bios-strings/enclosure-asset-tag", since: .v4_10),
      Constant(
        "HVM_XS_BATTERY_MANUFACTURER", text: "bios-strings/battery-manufacturer", since: .v4_3),
      Constant(
        "HVM_XS_BATTERY_DEVICE_NAME", text: "bios-strings/battery-device-name", since: .v4_3),
      Constant("HVM_XS_OEM_STRINGS", text: "bios-strings/oem-%02d", since: .v4_3, until: .v4_4),
      Constant("HVM_XS_OEM_STRINGS", text: "bios-strings/oem-%d", since: .v4_4),
    ])
}
