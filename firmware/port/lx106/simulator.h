/* What QEMU's semihosting gives a bare-metal program: an end with a status, and standard output. */
#ifndef SMR_LX106_SIMULATOR_H
#define SMR_LX106_SIMULATOR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Ends QEMU with this exit status. */
void end_program(int status) __attribute__((noreturn));

/* The cycle counter; with `-icount shift=0` it follows the instructions repeatably, at a fixed number of them for each count. */
uint32_t cycles(void);

#ifdef __cplusplus
}
#endif

#endif
