//! Keys that sign images, and keys that tell whether they did.

use std::fmt;

use p256::ecdsa::signature::hazmat::{PrehashSigner, PrehashVerifier};
use p256::ecdsa::{Signature, VerifyingKey};
use p256::elliptic_curve::Generate;
use p256::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, LineEnding,
};

use super::digest::hex;
use super::{Sha256, Trailer};
use crate::error::{Error, Result};

/// The first 8 bytes of the SHA-256 of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 8]);

/// 16 hexadecimal digits.
impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex(&self.0, f)
    }
}

/// A public key of ECDSA P-256 (FIPS 186-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key of these 64 bytes: X, then Y, big-endian. None where they are no point of the curve.
    pub fn from_bytes(bytes: &[u8; 64]) -> Option<PublicKey> {
        // SEC 1, section 2.3.4: 4 for an uncompressed point.
        let mut point = [4; 65];
        point.get_mut(1..)?.copy_from_slice(bytes);
        VerifyingKey::from_sec1_bytes(&point).ok().map(PublicKey)
    }

    /// X, then Y, big-endian.
    pub fn to_bytes(&self) -> [u8; 64] {
        let point = self.0.to_sec1_point(false);
        super::bytes::array(point.as_bytes(), 1).unwrap_or([0; 64])
    }

    /// Reads a PEM file with a `PUBLIC KEY` (RFC 7468, section 13).
    ///
    /// # Errors
    /// If it is something else.
    pub fn from_pem(text: &str) -> Result<PublicKey> {
        VerifyingKey::from_public_key_pem(text)
            .map(PublicKey)
            .map_err(|cause| {
                let error = Error::failed("it is no public key of ECDSA P-256").because(cause.to_string());
                if text.contains("PRIVATE KEY") {
                    error.hint("it is a private key, which stays where images are signed: name the public one")
                } else {
                    error.hint("make a pair of keys with: smr firmware keygen -o PREFIX")
                }
            })
    }

    /// The key as a PEM file.
    ///
    /// # Errors
    /// If it cannot be encoded, which no key is known to cause.
    pub fn to_pem(&self) -> Result<String> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|cause| {
            Error::failed("cannot encode the public key").because(cause.to_string())
        })
    }

    /// What trailers call it.
    pub fn id(&self) -> KeyId {
        KeyId(super::bytes::array(&Sha256::of(&self.to_bytes()).0, 0).unwrap_or_default())
    }

    /// Whether this key signed the image of this digest.
    pub fn verify(&self, image: &Sha256, signature: &[u8; 64]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_prehash(&image.0, &signature).is_ok())
    }
}

/// A private key of ECDSA P-256.
#[derive(Clone)]
pub struct SigningKey(p256::ecdsa::SigningKey);

/// Never the secret.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public_key().id())
    }
}

impl SigningKey {
    /// A new key, from the randomness of the system.
    ///
    /// # Errors
    /// If the system has no randomness to give.
    pub fn generate() -> Result<SigningKey> {
        p256::ecdsa::SigningKey::try_generate()
            .map(SigningKey)
            .map_err(|cause| Error::failed("the system gives no random numbers").because(cause))
    }

    /// The key of these 32 bytes, big-endian; none for 0 and for what is not below the order of the curve. For tests and
    /// keys that are kept elsewhere.
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<SigningKey> {
        p256::ecdsa::SigningKey::from_slice(bytes)
            .ok()
            .map(SigningKey)
    }

    /// Reads a PEM file with a `PRIVATE KEY` (PKCS #8; RFC 7468, section 10) or an `EC PRIVATE KEY` (RFC 5915).
    ///
    /// # Errors
    /// If it is something else.
    pub fn from_pem(text: &str) -> Result<SigningKey> {
        let wrong =
            |cause: String| Error::failed("it is no private key of ECDSA P-256").because(cause);
        if text.contains("-----BEGIN EC PRIVATE KEY-----") {
            // Programs write the curve's parameters into a block of their own before the key.
            let key = text.get(
                text.find("-----BEGIN EC PRIVATE KEY-----")
                    .unwrap_or_default()..,
            );
            return p256::SecretKey::from_sec1_pem(key.unwrap_or_default())
                .map(|key| SigningKey(key.into()))
                .map_err(|cause| wrong(cause.to_string()));
        }
        p256::ecdsa::SigningKey::from_pkcs8_pem(text)
            .map(SigningKey)
            .map_err(|cause| {
                let error = wrong(cause.to_string());
                if text.contains("ENCRYPTED") {
                    error.hint(
                        "it is encrypted: decrypt it first with: openssl pkcs8 -in KEY -out PLAIN",
                    )
                } else if text.contains("PUBLIC KEY") {
                    error.hint("it is a public key: name the private one")
                } else {
                    error.hint("make a pair of keys with: smr firmware keygen -o PREFIX")
                }
            })
    }

    /// The key as a PEM file (PKCS #8), which is a secret.
    ///
    /// # Errors
    /// If it cannot be encoded, which no key is known to cause.
    pub fn to_pem(&self) -> Result<String> {
        self.0
            .to_pkcs8_pem(LineEnding::LF)
            .map(|text| text.to_string())
            .map_err(|cause| {
                Error::failed("cannot encode the private key").because(cause.to_string())
            })
    }

    /// The key that verifies what this one signs.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(*self.0.verifying_key())
    }

    /// Signs an image that has no trailer; the same image gives the same signature (RFC 6979).
    ///
    /// # Errors
    /// If the signature cannot be computed, which no image is known to cause.
    pub fn sign(&self, image: &[u8]) -> Result<Trailer> {
        let signature: Signature = self
            .0
            .sign_prehash(&Sha256::of(image).0)
            .map_err(|cause| Error::failed("cannot sign the image").because(cause))?;
        Ok(Trailer {
            key_id: self.public_key().id(),
            length: image.len(),
            signature: signature.to_bytes().into(),
        })
    }
}
