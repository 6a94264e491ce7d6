#include "core/ota/image_verifier.h"

namespace smr {

FlashText code_of(ImageProblem problem) {
    switch (problem) {
        case ImageProblem::kTooShort:
            return SMR_TEXT("too-short");
        case ImageProblem::kTooLarge:
            return SMR_TEXT("too-large");
        case ImageProblem::kFlash:
            return SMR_TEXT("flash-failed");
        case ImageProblem::kBootLoader:
            return SMR_TEXT("no-boot-loader");
        case ImageProblem::kHeader:
            return SMR_TEXT("no-image");
        case ImageProblem::kSegments:
            return SMR_TEXT("bad-segments");
        case ImageProblem::kCheckSum:
            return SMR_TEXT("bad-checksum");
        case ImageProblem::kLength:
            return SMR_TEXT("bad-length");
        case ImageProblem::kCrc:
            return SMR_TEXT("bad-crc");
        case ImageProblem::kFlashSize:
            return SMR_TEXT("wrong-flash-size");
        case ImageProblem::kDigest:
            return SMR_TEXT("digest-mismatch");
        case ImageProblem::kNoDescriptor:
            return SMR_TEXT("not-smr-firmware");
        case ImageProblem::kWrongBoard:
            return SMR_TEXT("wrong-board");
        case ImageProblem::kOlderSecurity:
            return SMR_TEXT("rollback-refused");
        case ImageProblem::kUnsigned:
            return SMR_TEXT("not-signed");
        case ImageProblem::kTrailer:
            return SMR_TEXT("bad-trailer");
        case ImageProblem::kUnknownKey:
            return SMR_TEXT("unknown-key");
        case ImageProblem::kBadSignature:
            return SMR_TEXT("bad-signature");
        case ImageProblem::kUnconfirmed:
            return SMR_TEXT("unconfirmed");
        case ImageProblem::kNone:
            break;
    }
    return FlashText();
}

FlashText message_of(ImageProblem problem) {
    switch (problem) {
        case ImageProblem::kTooShort:
            return SMR_TEXT("The file is too short to be a firmware image.");
        case ImageProblem::kTooLarge:
            return SMR_TEXT("The image is too large.");
        case ImageProblem::kFlash:
            return SMR_TEXT("The flash chip could not be written or read.");
        case ImageProblem::kBootLoader:
            return SMR_TEXT("The file does not begin with a boot loader: use firmware.bin as it was built.");
        case ImageProblem::kHeader:
            return SMR_TEXT("There is no application image behind the boot loader.");
        case ImageProblem::kSegments:
            return SMR_TEXT("The segments of the image are damaged.");
        case ImageProblem::kCheckSum:
            return SMR_TEXT("The check sum of the image is wrong.");
        case ImageProblem::kLength:
            return SMR_TEXT("The file is not as long as the image says: it was cut.");
        case ImageProblem::kCrc:
            return SMR_TEXT("The CRC of the image is wrong: it is damaged, or made for another boot loader.");
        case ImageProblem::kFlashSize:
            return SMR_TEXT("The image is made for a larger flash chip.");
        case ImageProblem::kDigest:
            return SMR_TEXT("What arrived is not what was announced: try again.");
        case ImageProblem::kNoDescriptor:
            return SMR_TEXT("The image is not firmware for this gateway.");
        case ImageProblem::kWrongBoard:
            return SMR_TEXT("The image is made for another board.");
        case ImageProblem::kOlderSecurity:
            return SMR_TEXT("The image is older than the rollback protection allows.");
        case ImageProblem::kUnsigned:
            return SMR_TEXT("The image is not signed, and this gateway takes signed ones only.");
        case ImageProblem::kTrailer:
            return SMR_TEXT("What follows the image is no valid signature.");
        case ImageProblem::kUnknownKey:
            return SMR_TEXT("The image is signed with another key than the one this gateway trusts.");
        case ImageProblem::kBadSignature:
            return SMR_TEXT("The signature of the image is wrong.");
        case ImageProblem::kUnconfirmed:
            return SMR_TEXT("The last update has not proven itself yet: wait until it is confirmed.");
        case ImageProblem::kNone:
            break;
    }
    return FlashText();
}

}  // namespace smr
