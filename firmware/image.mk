# The image for the chip. Run it from anywhere: make -C firmware image
#
#   image         $(OUT)/image/<board>.bin for both boards, checked, with a map of each beside it; prints what they take, held against the budgets
#   image-stack   how deep the gateway's calls go on the chip's stack, with the port and what the SDK takes below it (needs python3)
#   update-image  and puts them into images/, where the program takes them from: once for a piece of work, not with each change
#
# CROSS is the compiler's prefix: another than Debian's gives other bytes. SDK names a folder to take the SDK from, instead of its crate. SMR is the
# program that puts an image together. SMR_BUILD sets the build id (else what it is made of decides), SMR_SECURITY_VERSION the security version (else 0).
# Needs cargo, and the Debian packages gcc-xtensa-lx106 and picolibc-xtensa-lx106-elf.

CROSS ?= $(LX106)
SDK   ?=
SMR   ?= cargo run --quiet --locked --manifest-path ../Cargo.toml --
BOOT_LOADER ?= boot/boot.bin

IMAGE      = $(OUT)/image
IMAGE_SDK  = $(IMAGE)/sdk
BOARDS     = esp8266-1m esp8266-4m
# The size nibble of the header in flash, from which the SDK knows the flash's map.
MAP_esp8266-1m = 2
MAP_esp8266-4m = 4
VERSION    = $(shell sed -n 's/^version = "\(.*\)"$$/\1/p' ../Cargo.toml | head -n 1)
SMR_SECURITY_VERSION ?= 0

# Made the same on every machine: no paths, no dates, no debugging information. Jump tables and tables made from switches would lie in RAM.
IMAGE_FLAGS = -std=c++17 -Os -mlongcalls -mtext-section-literals -ffunction-sections -fdata-sections -fno-jump-tables \
              -fno-tree-switch-conversion -ffreestanding -fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-use-cxa-atexit \
              -DSMR_LX106 -DSMR_NONOS $(WARNINGS) -Wnon-virtual-dtor -Wold-style-cast
IMAGE_CXX   = $(CROSS)g++ $(IMAGE_FLAGS) -ffile-prefix-map="$(CURDIR)"=firmware -I. -isystem $(IMAGE_SDK)/include -isystem $(LX106_LIBC)/include \
              -fcallgraph-info=su
IMAGE_LIBS  = main net80211 wpa crypto lwip_536 pp phy
IMAGE_LINK  = $(CROSS)g++ -nostdlib -nostartfiles -T port/nonos/image.ld -L. -Wl,--gc-sections -Wl,--build-id=none -Wl,--wrap=spi_flash_read -Wl,--wrap=udp_recv

# What is made for each board of its own: main.cpp says what it is, start_up.cpp where things lie.
NONOS        = $(sort $(wildcard port/nonos/*.cpp))
NONOS_BOARD  = port/nonos/main.cpp port/nonos/start_up.cpp
NONOS_COMMON = $(patsubst %.cpp,$(IMAGE)/%.o,$(filter-out $(NONOS_BOARD),$(NONOS)) $(CORE))
# All that decides about the bytes of an image, by which its build id is made.
IMAGE_SOURCES = $(sort $(NONOS) $(wildcard port/nonos/*.h port/nonos/*.ld core/*.h core/*/*.h) $(CORE) image.mk sdk/SHA256SUMS $(BOOT_LOADER))

# What of it runs below the core.
NONOS_BELOW  = crypto flash heap network networks p256 p256_number pins serial sha256 system tcp_limits udp_socket wifi

.PHONY: image update-image image-stack image-sdk image-compiler always

image: $(BOARDS:%=$(IMAGE)/%.bin)
	@for board in $(BOARDS); do sh port/nonos/budgets.sh $(CROSS) $(IMAGE)/$$board || exit 1; done

image-stack: $(NONOS_COMMON)
	python3 -B stack/depth.py --calls stack/core.calls --calls port/nonos/nonos.calls $(patsubst %.cpp,$(IMAGE)/%.ci,$(CORE)) \
	    $(NONOS_BELOW:%=$(IMAGE)/port/nonos/%.ci)

update-image: image
	sh images/update.sh $(IMAGE) $(BOARDS)

image-sdk: image-compiler
	@sh sdk/fetch.sh $(IMAGE_SDK) "$(SDK)"

image-compiler:
	@sh port/nonos/compiler.sh $(CROSS) $(LX106_LIBC)

$(BOOT_LOADER):
	@echo "error: $@ is not there, without which no image starts" >&2; \
	echo "hint: it belongs into the repository; make it with: make -C firmware/boot update" >&2; exit 1

# What main.cpp is told: written anew only when it is news, as it depends on the environment too.
$(IMAGE)/identity: $(IMAGE_SOURCES) always | image-sdk
	@mkdir -p $(@D)
	@sh port/nonos/identity.sh "$(VERSION)" "$(SMR_SECURITY_VERSION)" \
	    "$$($(CROSS)g++ -dumpfullversion) $(IMAGE_FLAGS) $(IMAGE_LINK)" $(IMAGE_SOURCES) >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(IMAGE)/%.o: %.cpp image.mk | image-sdk
	@mkdir -p $(@D)
	$(IMAGE_CXX) -MMD -MP -c $< -o $@

define for_board
$(IMAGE)/$(1)/port/nonos/%.o: port/nonos/%.cpp image.mk $(IMAGE)/identity | image-sdk
	@mkdir -p $$(@D)
	$$(IMAGE_CXX) -DSMR_FLASH_MAP=$$(MAP_$(1)) @$(IMAGE)/identity -MMD -MP -c $$< -o $$@

$(IMAGE)/$(1).elf: $(NONOS_COMMON) $(NONOS_BOARD:%.cpp=$(IMAGE)/$(1)/%.o) port/nonos/image.ld port/nonos/rom.ld
	$$(IMAGE_LINK) -Wl,-Map=$$(@:.elf=.map) $$(sort $$(filter %.o,$$^)) -L$(IMAGE_SDK)/libs -Wl,--start-group $$(IMAGE_LIBS:%=-l%) -lgcc \
	    -Wl,--end-group -o $$@
	@sh port/nonos/check_interrupts.sh $$(CROSS) $$@ || { rm -f $$@; exit 1; }

$(IMAGE)/$(1).bin: $(IMAGE)/$(1).elf $(BOOT_LOADER)
	$$(SMR) firmware link --board $(1) --boot $$(BOOT_LOADER) -o $$@ $$<

-include $(NONOS_BOARD:%.cpp=$(IMAGE)/$(1)/%.d)
endef
$(foreach board,$(BOARDS),$(eval $(call for_board,$(board))))

-include $(NONOS_COMMON:.o=.d)
