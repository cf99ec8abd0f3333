// SPDX-License-Identifier: Apache-2.0

import Base

/// The rules of `pvkit run`. Each has a stable id and an explanation.
public enum RunRule: String, CaseIterable, Sendable {
  case pageTableRefused = "page-table-refused"
  case pageTableWritable = "page-table-writable"
  case frameNumber = "frame-number"
  case pinState = "pin-state"
  case staleTranslation = "stale-translation"
  case argumentUnreadable = "argument-unreadable"
  case callMissing = "call-missing"
  case registerLost = "register-lost"
  case upcallLost = "upcall-lost"
  case eventsMasked = "events-masked"
  case kernelExposed = "kernel-exposed"
  case backendRefused = "backend-refused"
  case leftBehind = "left-behind"
  case domainCrash = "domain-crash"

  /// The usual severity of a finding.
  public var severity: Severity {
    switch self {
    case .callMissing: .note
    case .argumentUnreadable, .staleTranslation, .upcallLost, .eventsMasked, .leftBehind: .warning
    default: .error
    }
  }

  /// What is wrong, what Xen does, and how to fix it.
  public var explanation: String {
    switch self {
    case .pageTableRefused:
      """
      Xen refused a change of a page table.

      A PV guest's page tables are checked entry by entry: each frame must belong to the domain and \
      may be used in one way at a time, as a page table of one level, as part of a descriptor table, \
      or mapped writable. Xen returns -EINVAL or -EBUSY and says no more; the finding tells which \
      frame was in the way and how it is used.
      """
    case .pageTableWritable:
      """
      A page table is mapped writable, or a page that is mapped writable is to become a page table.

      Before a page becomes a page table every mapping of it must be made read-only, the one in the \
      kernel's direct mapping included; afterwards its entries change by mmu_update, \
      update_va_mapping or, with the assist, by plain writes that Xen emulates.
      """
    case .frameNumber:
      """
      A number that is no machine frame of the domain's, and that is a valid page number of it, \
      stands where a machine frame is expected.

      Page tables, start_info and the arguments of hypercalls hold machine frames (MFN). The kernel's \
      own page numbers (PFN) become machine frames by the table at mfn_list.
      """
    case .pinState:
      """
      A page table was pinned twice, or unpinned without being pinned.

      Pins are not counted. A second pin and an unpin of what is not pinned return -EINVAL.
      """
    case .staleTranslation:
      """
      An address was used after its page-table entry had changed and before the old translation was \
      flushed.

      A real processor may still use the old entry or read the new one; which, depends on what else it \
      did in between. Found are an access to another frame than before, and one that only the old entry \
      permits, such as a write to a page that was made read-only. In the first case the run continues \
      with the new entry. In the second case it continues with the old one until a flush, where a \
      processor that has read the new entry raises a page fault. Xen itself flushes only when the type \
      of a frame changes.

      After a change that takes something away, flush: UVMF_INVLPG or UVMF_TLB_FLUSH with \
      update_va_mapping, else MMUEXT_INVLPG_LOCAL or MMUEXT_TLB_FLUSH_LOCAL.
      """
    case .argumentUnreadable:
      """
      A hypercall's argument lies where nothing is mapped, or where Xen has to write and may not.

      Xen reads and writes a guest's structures by the guest's own page tables, and returns -EFAULT.
      """
    case .callMissing:
      """
      The guest made a hypercall, or asked for a command, that this release of Xen does not have.

      It returns -ENOSYS. A guest that looks what there is does so on purpose; one that relies on it \
      needs a newer Xen. A few commands that the release has are not played here; the finding says so.
      """
    case .registerLost:
      """
      A fault at an address that comes from a register which a hypercall destroys.

      Xen may overwrite the registers of a hypercall's arguments; syscall itself overwrites rcx and \
      r11. With --strict they are overwritten at each call.
      """
    case .upcallLost:
      """
      The guest waits with events masked that are pending already.

      Whoever unmasks events must look at evtchn_upcall_pending afterwards: Xen calls back when an \
      event arrives, not when the mask is cleared.
      """
    case .eventsMasked:
      """
      An event was pending for a long time while the guest was at work with events masked.

      Whoever masks events with evtchn_upcall_mask keeps timers, disks and other processors waiting. \
      Unmask them, or look for what is pending, at least every 100 ms of work.
      """
    case .kernelExposed:
      """
      Memory of the guest's kernel can be read in user mode.

      Kernel and user mode of a 64-bit PV guest both run in ring 3, and Xen sets the user bit of every \
      entry: what keeps a program from the kernel's memory is that its page tables, those of \
      MMUEXT_NEW_USER_BASEPTR, do not have it. The kernel's half of its root table must not be the \
      kernel's.
      """
    case .backendRefused:
      """
      A back end cannot do what a front end asks for.

      What a front end publishes in the store must be there before its state says so: the grants of \
      its rings, for the domain that serves, and a port that waits for that domain. A grant stays as \
      it is until the request that uses it was answered, and a request stays within the device. The \
      real back end refuses the device, or answers with an error.
      """
    case .leftBehind:
      """
      A device was closed, and a grant or a port that it had was never given back.

      When both ends are closed, end the access by each grant and close the port: the table of grants \
      and that of ports are small, and whoever has the other end's number next can use them.
      """
    case .domainCrash:
      """
      Xen ended the domain, because it could not go on.

      The message tells what Xen was about to do for it.
      """
    }
  }
}

extension RunRule {
  /// The first line of the explanation.
  public var summary: String { explanation.split(separator: "\n").first.map(String.init) ?? "" }
}
