// SPDX-License-Identifier: Apache-2.0

extension LockComparison {
  /// The notes for the user of a tree.
  func notes(of release: KernelRelease) -> [Note] {
    let edits = counts.map { Note($0) } + loose.map { Note($0.description) }
    guard let lock else { return edits }
    return lockNotes(release, lock) + fileNotes(release, lock) + edits + unlockedNotes
      + refusalNotes(release)
  }

  /// The note that the release has to be locked.
  private func lockNotes(_ release: KernelRelease, _ lock: Lock) -> [Note] {
    guard isRelease && !isOwn else { return [] }
    return [
      Note(
        "Linux \(release) has no lock (pvkit patch lock); each edit is compared with the nearest lock "
          + "that has it, beginning with that of Linux \(lock.release)")
    ]
  }

  private func fileNotes(_ release: KernelRelease, _ lock: Lock) -> [Note] {
    if !files.isEmpty {
      return [
        Note(
          "\(files.count) of the files to edit \(files.count == 1 ? "differs" : "differ") from Linux "
            + "\(lock.release), for which the kit was locked", files)
      ]
    }
    guard release.description != lock.release else { return [] }
    let known = "the files to edit are those of Linux \(lock.release)"
    return [
      unknownFiles.isEmpty
        ? Note(known) : Note("\(known), except for those that its lock does not have", unknownFiles)
    ]
  }

  private var unlockedNotes: [Note] {
    // For a release that is locked or can be locked, `Workbench.sinceLocked` reports such entries.
    unlocked.isEmpty || isOwn || !isRelease ? [] : [Note("has edits that are in no lock", unlocked)]
  }

  /// How to proceed after refusals. An alternative is not suggested for a tree of a locked release:
  /// its files do not change, so a tree with other files is not that release.
  private func refusalNotes(_ release: KernelRelease) -> [Note] {
    guard !refusals.isEmpty else { return [] }
    let locking = isRelease && !isOwn ? "lock the release (pvkit patch lock) or " : ""
    let hasAlternative = release.suffix.isEmpty && !isOwn
    return [
      Note(
        "for lines that would be dropped: if the entry's text replaces them correctly, "
          + "\(locking)add \"loose: REASON\" to the edit; if not, "
          + (hasAlternative
            ? "give the entry an alternative for this release (either, or)"
            : "the entry is not for this tree"))
    ]
  }
}
