// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  /// The files of instructions that are right in a kernel of this target with the kit on it:
  /// `suppressions/ARCHITECTURE/RELEASES`, where the releases are `all`, `2.6.16-2.6.18`, `2.6.19-`
  /// or one.
  ///
  /// - Parameter architecture: what the kernel is built for; nil for all that the target has.
  public func suppressions(
    for target: Target, on architecture: Architecture? = nil
  ) throws(PatchError) -> [String] {
    let built = target.architectures.filter { architecture == nil || architecture == $0 }
    let target = Target(release: target.release, known: target.known, architectures: built)
    return try suppressionNames(for: target).map { name throws(PatchError) in
      // Whoever takes the files reads them as a user's own, whose text is not checked.
      _ = try KitFile.read(name, in: folder)
      return "\(folder)/\(name)"
    }
  }

  /// Their paths in the kit.
  func suppressionNames(for target: Target) throws(PatchError) -> [String] {
    var files: [String] = []
    for architecture in target.architectures {
      let place = "suppressions/\(architecture.rawValue)"
      for name in try KitFile.kitNames("\(folder)/\(place)") ?? [] {
        guard let range = ReleaseRange(name) else {
          throw PatchError(
            "\(folder)/\(place)/\(name)", "is not named after releases: all, 2.6.16-2.6.18, 2.6.19-"
          )
        }
        if range.contains(target.release.numbers) { files.append("\(place)/\(name)") }
      }
    }
    return files
  }
}
