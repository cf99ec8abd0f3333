// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  /// The files that list the instructions to accept in a kernel of this target with the kit:
  /// `suppressions/ARCHITECTURE/RELEASES`, where RELEASES is `all`, `2.6.16-2.6.18`, `2.6.19-` or
  /// one release.
  ///
  /// - Parameter architecture: the architecture of the kernel; nil for all of the target's.
  /// - Returns: the paths of the files, including the kit's directory.
  /// - Throws: if a file is not named after releases, or its text is not allowed in a kit.
  public func suppressions(
    for target: KitTarget, on architecture: Architecture? = nil
  ) throws(PatchError) -> [String] {
    let built = target.architectures.filter { architecture == nil || architecture == $0 }
    let target = KitTarget(release: target.release, known: target.known, architectures: built)
    return try suppressionNames(for: target).map { name throws(PatchError) in
      // Callers read the files like a user's own, without this check of the text.
      _ = try KitFile.read(name, in: directory)
      return "\(directory)/\(name)"
    }
  }

  /// The paths of these files below the kit's directory.
  func suppressionNames(for target: KitTarget) throws(PatchError) -> [String] {
    var files: [String] = []
    for architecture in target.architectures {
      let place = "suppressions/\(architecture.rawValue)"
      for name in try KitFile.kitNames("\(directory)/\(place)") ?? [] {
        guard let range = ReleaseRange(name) else {
          throw PatchError(
            "\(directory)/\(place)/\(name)",
            "is not named after releases: all, 2.6.16-2.6.18, 2.6.19-"
          )
        }
        if range.contains(target.release.numbers) { files.append("\(place)/\(name)") }
      }
    }
    return files
  }
}
