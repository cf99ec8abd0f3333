// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Workbench {
  /// The target of the kit in this tree.
  ///
  /// - Throws: if the kit does not know the release, or does not support an architecture.
  public func target() throws(PatchError) -> KitTarget {
    guard let known = kit.known(tree.release) else {
      throw kit.unknown(tree.release, tree: tree.path)
    }
    let architectures = try architectures(known)
    for architecture in architectures where !known.architectures.contains(architecture) {
      throw kit.lacks(architecture.rawValue, in: known, place: tree.path)
    }
    return KitTarget(release: tree.release, known: known, architectures: architectures)
  }

  /// The target that the kit was applied for, according to the record; nil if the kit no longer
  /// knows the release.
  func appliedTarget(_ record: Record) -> KitTarget? {
    kit.known(tree.release).map { known in
      let recorded = record.architectures.compactMap { Architecture(rawValue: $0) }
      return KitTarget(
        release: tree.release, known: known,
        architectures: recorded.isEmpty ? [.x86_64] : recorded)
    }
  }

  /// The architectures to build: those asked for, else those applied, else the configured one, else
  /// all that the tree has.
  private func architectures(_ known: KnownRelease) throws(PatchError) -> [Architecture] {
    if let asked { return asked }
    let recorded = (record?.architectures ?? []).compactMap { Architecture(rawValue: $0) }
    if !recorded.isEmpty { return recorded }
    if let configured = try configured(known) { return [configured] }
    let there = known.architectures.filter { architecture in
      known.expand("{arch}", on: architecture).map(tree.hasDirectory) ?? true
    }
    return there.isEmpty ? known.architectures : there
  }

  /// The architecture of the tree's `.config`; nil if there is no such file, or it does not state
  /// one.
  ///
  /// - Throws: if the architecture is one that pvkit does not support.
  func configured(_ known: KnownRelease) throws(PatchError) -> Architecture? {
    let file = tree.place(".config")
    guard let bytes = try KitFile.read(file) else { return nil }
    let lines = Set(String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline))
    if let other = Self.otherProcessors.first(where: { lines.contains("CONFIG_\($0)=y") }) {
      throw kit.lacks(other, in: known, place: file)
    }
    if lines.contains("CONFIG_X86_64=y") { return .x86_64 }
    return lines.contains("CONFIG_X86=y") || lines.contains("CONFIG_X86_32=y") ? .i386 : nil
  }

  /// The symbols by which a configuration for another architecture of Linux 2.6 is recognized:
  /// arch/*/Kconfig@2.6.39. User-mode Linux also sets the symbols of its host.
  private static let otherProcessors = [
    "UML", "ALPHA", "ARM", "AVR32", "BLACKFIN", "CRIS", "FRV", "H8300", "IA64", "M32R", "M68K",
    "M68KNOMMU", "MICROBLAZE", "MIPS", "MN10300", "PARISC", "PPC", "PPC32", "PPC64", "S390",
    "SCORE", "SUPERH", "SPARC", "SPARC32", "SPARC64", "TILE", "UNICORE32", "V850", "XTENSA",
  ]
}

extension Kit {
  /// The error for a tree of a release that the kit does not know.
  public func unknown(_ release: KernelRelease, tree: String) -> PatchError {
    let near = nearest(to: release).prefix(3).map(\.description).joined(separator: ", ")
    return PatchError(
      tree, "is Linux \(release), which the kit does not know",
      cure: "use a release that it knows, nearest: \(near); "
        + "or add this one to the kit (Docs/patch-authors-guide.md)")
  }

  /// The error for an architecture that the kit does not support in a release.
  ///
  /// - Parameter name: the architecture, as the user or the configuration names it.
  public func lacks(_ name: String, in known: KnownRelease, place: String) -> PatchError {
    PatchError(
      place,
      "would be built for \(name), which the kit does not support in Linux \(known.release)",
      cure: "build it with ARCH="
        + known.architectures.map(\.rawValue).joined(separator: " or "))
  }
}
