/* Where the ROM loader jumps to (call0 ABI). Nothing goes back: the stack is the stub's own. */
    .section .text.start, "ax"
    .literal_position
    .align  4
    .global stub_start
stub_start:
    movi    a1, stack_top
    movi    a2, bss_start
    movi    a3, bss_end
    movi    a4, 0
clear_next:
    bgeu    a2, a3, cleared
    s32i    a4, a2, 0
    addi    a2, a2, 4
    j       clear_next
cleared:
    /* The ROM loader runs with interrupts open; to be sure. */
    rsil    a2, 0
    movi    a0, stub_main
    callx0  a0
