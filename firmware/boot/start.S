/* Where the ROM jumps to (call0 ABI), with a stack of its own at the end of its memory, which serves the loader as well. */
    .section .text.start, "ax"
    .literal_position
    .align  4
    .global boot_start
boot_start:
    movi    a2, bss_start
    movi    a3, bss_end
    movi    a4, 0
clear_next:
    bgeu    a2, a3, cleared
    s32i    a4, a2, 0
    addi    a2, a2, 4
    j       clear_next
cleared:
    mov     a2, a1
    movi    a0, chip_start
    jx      a0
