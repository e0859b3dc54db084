#pragma once
#include <hdf5.h>

// Native types, property classes, flags and default identifiers are macros over functions, globals
// and casts, which Swift cannot import. Each function here is the macro of its name.
static inline hid_t seg_h5_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t seg_h5_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t seg_h5_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t seg_h5_uint16(void) { return H5T_NATIVE_UINT16; }
static inline hid_t seg_h5_int16(void) { return H5T_NATIVE_INT16; }
static inline hid_t seg_h5_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t seg_h5_c_string(void) { return H5T_C_S1; }
static inline size_t seg_h5_variable(void) { return H5T_VARIABLE; }
static inline hid_t seg_h5_default(void) { return H5P_DEFAULT; }
static inline hid_t seg_h5_all(void) { return H5S_ALL; }
static inline hid_t seg_h5_dataset_create(void) { return H5P_DATASET_CREATE; }
static inline hid_t seg_h5_file_access(void) { return H5P_FILE_ACCESS; }
static inline unsigned seg_h5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned seg_h5_exclusive(void) { return H5F_ACC_EXCL; }

/// Keeps the library from printing the errors of this thread.
static inline void seg_h5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

static inline herr_t seg_h5_keep_description(
    unsigned depth, const H5E_error2_t *error, void *data) {
  if (depth == 0 && error->desc) {
    char *text = (char *)data;
    size_t i = 0;
    for (; i < 255 && error->desc[i]; i++) text[i] = error->desc[i];
    text[i] = 0;
  }
  return 0;
}

/// The innermost message of this thread's error stack, into 256 bytes.
static inline void seg_h5_last_error(char *text) {
  text[0] = 0;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, seg_h5_keep_description, text);
}
