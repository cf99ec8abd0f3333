// SPDX-License-Identifier: Apache-2.0

/// A PV64 guest of one C file that includes Tests/Support/PvGuest/pv_guest.h and nothing of pvkit's:
/// for what a real Xen does with a guest.
public enum CompiledGuest {
  /// Compiles and links it.
  ///
  /// - Parameters:
  ///   - source: the C file, relative to the directory of the package.
  ///   - options: more options of gcc, after all others.
  ///   - input: what an option may read as standard input.
  ///   - image: the path of the guest.
  /// - Returns: the result of gcc.
  public static func build(
    _ source: String, _ options: [String] = [], input: String = "", to image: String
  ) throws -> CommandResult {
    let shared = Places.package + "/Tests/Support/PvGuest"
    return try Command.run(
      ["gcc", "-O1", "-ffreestanding", "-fno-pic", "-mcmodel=kernel", "-mno-red-zone", "-mno-sse"]
        + ["-fno-stack-protector", "-fcf-protection=none", "-nostdlib", "-static", "-I", shared]
        + ["-D__XEN_INTERFACE_VERSION__=__XEN_LATEST_INTERFACE_VERSION__"]
        + ["-Wl,--build-id=none", "-Wl,--no-warn-rwx-segments", "-T", "\(shared)/pv_guest.lds"]
        + ["-o", image, "\(Places.package)/\(source)"] + options,
      input: Array(input.utf8))
  }
}
