/* A flash chip that is small enough to be cut everywhere. It is included before anything else. */
#ifndef SMR_BOOT_MODEL_GEOMETRY_H
#define SMR_BOOT_MODEL_GEOMETRY_H

/* 128 bytes: a log of 22 words, which runs full in the middle of a swap. 512: one of 118. */
#ifndef SMR_BOOT_SECTOR
#define SMR_BOOT_SECTOR 128U
#endif
#define SMR_BOOT_MOST_SECTORS 12U
#define SMR_BOOT_APPLICATION SMR_BOOT_SECTOR
#define SMR_BOOT_RECORD_1 (SMR_BOOT_SECTOR * (1U + SMR_BOOT_MOST_SECTORS))
#define SMR_BOOT_STAGING (SMR_BOOT_RECORD_1 + SMR_BOOT_SECTOR)
#define MODEL_SETTINGS (SMR_BOOT_STAGING + SMR_BOOT_SECTOR * (1U + SMR_BOOT_MOST_SECTORS))
#define SMR_BOOT_RECORD_0 (MODEL_SETTINGS + 2U * SMR_BOOT_SECTOR)
#define MODEL_SIZE (SMR_BOOT_RECORD_0 + SMR_BOOT_SECTOR)
#define MODEL_SECTORS (MODEL_SIZE / SMR_BOOT_SECTOR)
/* What a chip writes at a time. */
#define MODEL_PAGE 64U

#endif
