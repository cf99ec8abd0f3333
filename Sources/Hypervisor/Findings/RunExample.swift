// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Base

/// The smallest example of a rule of `pvkit run`: C statements for a generated guest, wrong and
/// right. The tests build and run both.
public struct RunExample: Sendable {
  /// Statements with the mistake.
  public let wrong: String
  /// The same statements without the mistake.
  public let right: String
  /// Whether it runs with --strict.
  public let isStrict: Bool
  /// Whether it runs as a domU with a disk.
  public let hasDisk: Bool

  init(wrong: String, right: String, isStrict: Bool = false, hasDisk: Bool = false) {
    (self.wrong, self.right) = (wrong, right)
    (self.isStrict, self.hasDisk) = (isStrict, hasDisk)
  }

  /// Declarations for names in the statements that generated guests do not have.
  public static let declarations = """
    FRAME_WINDOW(page);
    FRAME_WINDOW(other);
    FRAME_WINDOW(window);

    /* An entry of a page table for that page, which may be read, or written as well */
    #define READABLE(of) ((uint64_t)frame_of(of) << PAGE_SHIFT | PTE_PRESENT)
    #define WRITABLE(of) (READABLE(of) | PTE_WRITABLE)
    """

  /// An example of a run that ends unexpectedly.
  public static let ending: RunExample = {
    func side(_ reason: String) -> String {
      """
      struct sched_shutdown request = { .reason = \(reason) };
      HYPERVISOR_sched_op(SCHEDOP_shutdown, &request);
      """
    }
    return RunExample(wrong: side("SHUTDOWN_crash"), right: side("SHUTDOWN_poweroff"))
  }()

  /// The example for the documentation.
  public var text: WrongAndRight {
    let options =
      (isStrict ? "--strict " : "") + (hasDisk ? "--role domU --disk disk.img,ro " : "")
    let run = "pvkit run \(options)guest.elf"
    return WrongAndRight(
      frame: "in a guest of `pvkit generate guest`, for `\(run)`", wrong: wrong, right: right)
  }
}

extension RunRule {
  /// A mistake that the rule finds, and how it is right.
  public var example: RunExample {
    switch self {
    case .pageTableRefused: Self.pageTableRefusedExample
    case .pageTableWritable: Self.pageTableWritableExample
    case .frameNumber:
      RunExample(
        wrong: """
          unsigned long number = ((unsigned long)page - (unsigned long)virt_base) >> PAGE_SHIFT;
          HYPERVISOR_update_va_mapping((unsigned long)window,
              (uint64_t)number << PAGE_SHIFT | PTE_PRESENT, UVMF_INVLPG);
          """,
        right: """
          HYPERVISOR_update_va_mapping((unsigned long)window, READABLE(page), UVMF_INVLPG);
          """)
    case .pinState:
      RunExample(
        wrong: """
          /* The builder has pinned it. */
          struct mmuext_op op = { .cmd = MMUEXT_PIN_L4_TABLE,
              .arg1.mfn = frame_of((void *)start_info->pt_base) };
          HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
          """,
        right: """
          struct mmuext_op op = { .cmd = MMUEXT_UNPIN_TABLE,
              .arg1.mfn = frame_of((void *)start_info->pt_base) };
          HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
          """)
    case .staleTranslation: Self.staleTranslationExample
    case .argumentUnreadable:
      RunExample(
        wrong: "HYPERVISOR_xen_version(XENVER_extraversion, (void *)-PAGE_SIZE);",
        right: "HYPERVISOR_xen_version(XENVER_extraversion, page);")
    case .callMissing:
      RunExample(
        wrong: "HYPERVISOR_xen_version(60, NULL); /* no such command */",
        right: "HYPERVISOR_xen_version(XENVER_version, NULL);")
    case .registerLost: Self.registerLostExample
    case .upcallLost, .eventsMasked: eventExample
    case .kernelExposed: Self.kernelExposedExample
    case .backendRefused, .leftBehind: deviceExample
    case .domainCrash:
      RunExample(
        wrong: "__asm__ volatile(\"ud2\"); /* nothing catches it */",
        right: """
          catch_invalid_opcode(); /* HYPERVISOR_set_trap_table */
          __asm__ volatile("ud2");
          """)
    }
  }
}

extension RunRule {
  fileprivate static let pageTableRefusedExample = RunExample(
    wrong: """
      /* It is in use as a table of level 4. */
      struct mmuext_op op = { .cmd = MMUEXT_PIN_L2_TABLE,
          .arg1.mfn = frame_of((void *)start_info->pt_base) };
      HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
      """,
    right: """
      struct mmuext_op ops[] = {
          { .cmd = MMUEXT_UNPIN_TABLE, .arg1.mfn = frame_of((void *)start_info->pt_base) },
          { .cmd = MMUEXT_PIN_L4_TABLE, .arg1.mfn = frame_of((void *)start_info->pt_base) } };
      HYPERVISOR_mmuext_op(ops, 2, NULL, DOMID_SELF);
      """)

  fileprivate static let pageTableWritableExample = RunExample(
    wrong: """
      struct mmuext_op op = { .cmd = MMUEXT_PIN_L1_TABLE, .arg1.mfn = frame_of(page) };
      HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
      """,
    right: """
      struct mmuext_op op = { .cmd = MMUEXT_PIN_L1_TABLE, .arg1.mfn = frame_of(page) };
      HYPERVISOR_update_va_mapping((unsigned long)page, READABLE(page), UVMF_INVLPG);
      HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
      """)

  fileprivate static let staleTranslationExample: RunExample = {
    func side(_ flush: String) -> String {
      """
      volatile char *seen = window;
      HYPERVISOR_update_va_mapping((unsigned long)window, WRITABLE(page), UVMF_INVLPG);
      *seen = 1;
      HYPERVISOR_update_va_mapping((unsigned long)window, WRITABLE(other), \(flush));
      *seen = 2;
      """
    }
    return RunExample(wrong: side("UVMF_NONE"), right: side("UVMF_INVLPG"))
  }()

  fileprivate static let kernelExposedExample = RunExample(
    wrong: """
      /* The kernel's own root. */
      struct mmuext_op op = { .cmd = MMUEXT_NEW_USER_BASEPTR,
          .arg1.mfn = frame_of((void *)start_info->pt_base) };
      HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
      """,
    right: """
      /* One without the kernel's half. */
      struct mmuext_op op = { .cmd = MMUEXT_NEW_USER_BASEPTR, .arg1.mfn = frame_of(page) };
      HYPERVISOR_update_va_mapping((unsigned long)page, READABLE(page), UVMF_INVLPG);
      HYPERVISOR_mmuext_op(&op, 1, NULL, DOMID_SELF);
      """)

  fileprivate static let registerLostExample = RunExample(
    wrong: """
      __asm__ volatile("mov %0, %%rdi; xor %%esi, %%esi;"
          "call hypercall_page + %c1; /* multicall of no calls */"
          "mov (%%rdi), %%rax"
          : : "r" (page), "i" (32 * __HYPERVISOR_multicall)
          : "rax", "rcx", "rdi", "rsi", "r11", "memory");
      """,
    right: """
      __asm__ volatile("mov %0, %%rdi; xor %%esi, %%esi;"
          "call hypercall_page + %c1;"
          "mov (%0), %%rax"
          : : "r" (page), "i" (32 * __HYPERVISOR_multicall)
          : "rax", "rcx", "rdi", "rsi", "r11", "memory");
      """, isStrict: true)
}

// Examples of events and devices.
extension RunRule {
  /// Statements by which the guest sends itself an event.
  private static let event = """
    struct evtchn_bind_ipi ipi = { .vcpu = 0 };
    EVENT_CHANNEL_OP(EVTCHNOP_bind_ipi, &ipi);
    EVENT_CHANNEL_OP(EVTCHNOP_unmask, &(struct evtchn_unmask){ .port = ipi.port });
    EVENT_CHANNEL_OP(EVTCHNOP_send, &(struct evtchn_send){ .port = ipi.port });
    """

  fileprivate var eventExample: RunExample {
    guard self == .upcallLost else {
      let work = "for (volatile int rounds = 0; rounds < 20000000; rounds++)\n    ;"
      return RunExample(
        wrong: "catch_events();\n" + Self.event + "\n" + work,
        right: "catch_events();\n" + Self.event + """

          shared_info->vcpu_info[0].evtchn_upcall_mask = 0;
          HYPERVISOR_sched_op(SCHEDOP_yield, NULL); /* what is pending comes now */
          \(work)
          """)
    }
    let poll = """
      evtchn_port_t another = 100;
      struct sched_poll poll = { .nr_ports = 1 };
      set_xen_guest_handle(poll.ports, &another);
      """
    return RunExample(
      wrong: [Self.event, poll, "HYPERVISOR_sched_op(SCHEDOP_poll, &poll);"]
        .joined(separator: "\n"),
      right: [
        Self.event, poll,
        "if (!shared_info->vcpu_info[0].evtchn_upcall_pending)",
        "    HYPERVISOR_sched_op(SCHEDOP_poll, &poll);",
      ].joined(separator: "\n"))
  }

  fileprivate var deviceExample: RunExample {
    let open = "struct device disk;\ndevice_open(&disk, \"vbd\");"
    let connect = "device_connect(&disk, XenbusStateInitialised);"
    let grant = "grants_open();\ngrant_ref_t ring = grant_page(page, disk.backend_domain, 0);"
    let publish = "device_write(&disk, \"ring-ref\", ring);"
    let close = "device_close(&disk);"
    let giveBack = "end_grant(ring);"
    let right = [open, grant, publish, connect, close, giveBack].joined(separator: "\n")
    guard self == .backendRefused else {
      return RunExample(
        wrong: [open, grant, publish, connect, close].joined(separator: "\n"), right: right,
        hasDisk: true)
    }
    return RunExample(
      wrong: [
        open, "device_write(&disk, \"ring-ref\", 300); /* no such grant */", connect, close,
      ].joined(separator: "\n"), right: right, hasDisk: true)
  }
}
