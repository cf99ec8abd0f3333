// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Workbench {
  /// What the kit is to be laid upon here.
  ///
  /// - Throws: when the kit does not know the release, or has nothing for the architecture.
  public func target() throws(PatchError) -> Target {
    guard let known = kit.known(tree.release) else {
      throw kit.unknown(tree.release, tree: tree.path)
    }
    let architectures = try architectures(known)
    for architecture in architectures where !known.architectures.contains(architecture) {
      throw PatchError(
        tree.path,
        "is to be built for \(architecture.rawValue), for which the kit has nothing in Linux "
          + "\(known.release)",
        cure: "build it with ARCH="
          + known.architectures.map(\.rawValue).joined(separator: " or "))
    }
    return Target(release: tree.release, known: known, architectures: architectures)
  }

  /// As asked for, as applied, as configured, or all that the tree has.
  private func architectures(_ known: KnownRelease) throws(PatchError) -> [Architecture] {
    if let asked { return asked }
    let recorded = (record?.architectures ?? []).compactMap { Architecture(rawValue: $0) }
    if !recorded.isEmpty { return recorded }
    if let configured = try configured() { return [configured] }
    let there = known.architectures.filter { architecture in
      known.expand("{arch}", on: architecture).map(tree.hasFolder) ?? true
    }
    return there.isEmpty ? known.architectures : there
  }

  /// What the tree's `.config` is for; nil without one that tells.
  private func configured() throws(PatchError) -> Architecture? {
    guard let bytes = try KitFile.read(tree.place(".config")) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    if lines.contains("CONFIG_X86_64=y") { return .x86_64 }
    return lines.contains("CONFIG_X86=y") || lines.contains("CONFIG_X86_32=y") ? .i386 : nil
  }
}

extension Kit {
  /// That a tree is of a release which the kit does not know.
  public func unknown(_ release: KernelRelease, tree: String) -> PatchError {
    let near = nearest(to: release).prefix(3).map(\.description).joined(separator: ", ")
    return PatchError(
      tree, "is Linux \(release), which the kit does not know",
      cure: "take a release that it knows, nearest: \(near); "
        + "or add this one to the kit (Docs/patch-authors-guide.md)")
  }
}
