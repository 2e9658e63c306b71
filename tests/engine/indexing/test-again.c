/* Pictures that an older decoder saw less in are decoded again, once.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>

#include "engine/decode/decoder.h"
#include "engine/photos/content.h"
#include "engine/store/companions.h"
#include "engine/store/files.h"
#include "engine/store/photos.h"
#include "tests/support/library-test.h"

/* A white cross on nothing, or where @opaque on black. */
static void
write_png (LibraryTest *test, const char *name, int at, gboolean opaque)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 100, 100);
  g_autofree char *path = library_test_path (test, name);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const int stride = gdk_pixbuf_get_rowstride (pixbuf);

  gdk_pixbuf_fill (pixbuf, opaque ? 0x000000ff : 0x00000000);
  for (int i = 0; i < 100; i++)
    for (int j = 0; j < 10; j++)
      {
        memset (pixels + (at + j) * stride + i * 4, 255, 4);
        memset (pixels + i * stride + (at + j) * 4, 255, 4);
      }
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
}

/* Has the row say nothing of the decoder, as those of older programs; @spoil: and has the photo the
 * feature of another picture. */
static void
make_old (LibraryTest *test, const char *name, gboolean spoil)
{
  g_autofree char *path = library_test_path (test, name);
  g_autoptr (SemStore) store = library_test_open (test);
  guint16 feature[SEM_BACKBONE_DIM] = { 0 };
  SemStorePhoto photo = { 0 };
  SemStoreFile row = { 0 };

  g_assert_true (sem_store_find_file (store, path, &row, NULL));
  g_assert_true (sem_store_get_photo (store, row.photo, &photo, NULL));
  g_clear_pointer (&row.decoder, g_free);
  g_assert_true (sem_store_put_file (store, &row, NULL));
  if (spoil)
    g_assert_true (sem_store_put_feature (store, photo.hash,
                                          sem_backbone_get_id (library_test_get_backbone ()),
                                          feature, SEM_BACKBONE_DIM, NULL));
  sem_store_file_clear (&row);
  sem_store_photo_clear (&photo);
}

static void
set_decoder (LibraryTest *test, const char *name, const char *decoder)
{
  g_autofree char *path = library_test_path (test, name);
  g_autoptr (SemStore) store = library_test_open (test);
  SemStoreFile row = { 0 };

  g_assert_true (sem_store_find_file (store, path, &row, NULL));
  g_free (row.decoder);
  row.decoder = g_strdup (decoder);
  g_assert_true (sem_store_put_file (store, &row, NULL));
  sem_store_file_clear (&row);
}

static void
get_feature (LibraryTest *test, const char *name, guint16 *feature)
{
  g_autoptr (SemStore) store = library_test_open (test);
  gboolean found = FALSE;

  g_assert_true (sem_store_get_feature (store, library_test_find (test, name),
                                        sem_backbone_get_id (library_test_get_backbone ()), feature,
                                        SEM_BACKBONE_DIM, &found, NULL));
  g_assert_true (found);
}

static gint64
get_model (LibraryTest *test)
{
  g_autoptr (SemStore) store = library_test_open (test);

  return sem_store_get_active_model (store, NULL);
}

static void
set_up (LibraryTest *test)
{
  library_test_photos (test, 2, 2);
  write_png (test, "clear.png", 20, FALSE);
  write_png (test, "OPAQUE.PNG", 60, TRUE);
  library_test_add_folder (test, NULL);
  library_test_index (test, "6 0 0 0 0 0");
}

/* What looks different now has another feature and another code; the ids stay. */
static void
test_different (LibraryTest *test, gconstpointer data)
{
  guint16 before[SEM_BACKBONE_DIM], after[SEM_BACKBONE_DIM];
  g_autofree char *digest = NULL, *again = NULL;
  gint64 photo;

  set_up (test);
  digest = library_test_digest (test);
  photo = library_test_find (test, "clear.png");
  get_feature (test, "clear.png", before);
  make_old (test, "clear.png", TRUE);
  library_test_index (test, "0 0 6 0 0 0");
  get_feature (test, "clear.png", after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  g_assert_cmpint (library_test_find (test, "clear.png"), ==, photo);
  again = library_test_digest (test);
  g_assert_cmpstr (again, ==, digest);
  /* Once is enough. */
  library_test_lock_decoder ();
  library_test_index (test, "0 0 6 0 0 0");
  library_test_unlock_decoder ();
}

/* Puts a segment with the mark of a profile behind the first two bytes. */
static void
add_profile (LibraryTest *test, const char *name)
{
  static const char segment[] = "\xff\xe2\0\x12ICC_PROFILE\0\1\1..";
  g_autofree char *path = library_test_path (test, name);
  g_autofree char *bytes = NULL;
  GByteArray *array = g_byte_array_new ();
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_byte_array_append (array, (const guint8 *) bytes, 2);
  g_byte_array_append (array, (const guint8 *) segment, sizeof segment - 1);
  g_byte_array_append (array, (const guint8 *) bytes + 2, (guint) size - 2);
  g_assert_true (g_file_set_contents (path, (const char *) array->data, (gssize) array->len, NULL));
  g_byte_array_unref (array);
}

/* Of JPEG files, those with a colour profile are decoded again, once; the others are not. */
static void
test_profile (LibraryTest *test, gconstpointer data)
{
  guint16 before[SEM_BACKBONE_DIM], after[SEM_BACKBONE_DIM];

  library_test_photos (test, 2, 2);
  add_profile (test, "000/000.jpg");
  library_test_add_folder (test, NULL);
  library_test_index (test, "4 0 0 0 0 0");
  get_feature (test, "000/000.jpg", before);
  make_old (test, "000/000.jpg", TRUE);
  make_old (test, "000/001.jpg", TRUE);
  library_test_index (test, "0 0 4 0 0 0");
  get_feature (test, "000/000.jpg", after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  get_feature (test, "000/001.jpg", after);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    g_assert_cmpuint (after[i], ==, 0);
  library_test_lock_decoder ();
  library_test_index (test, "0 0 4 0 0 0");
  library_test_unlock_decoder ();
}

/* Of files that the program before this one decoded, only those of kinds whose look has changed
 * since then are decoded again. */
static void
test_last (LibraryTest *test, gconstpointer data)
{
  static const struct
  {
    const char *name;
    gboolean again;
  } cases[] = { { "clear.png", FALSE }, { "clear.tif", TRUE }, { "clear.webp", TRUE } };
  guint16 feature[SEM_BACKBONE_DIM], old[SEM_BACKBONE_DIM] = { 0 };

  library_test_photos (test, 2, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    write_png (test, cases[i].name, 20 + 20 * (int) i, FALSE);
  library_test_add_folder (test, NULL);
  library_test_index (test, "7 0 0 0 0 0");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      make_old (test, cases[i].name, TRUE);
      set_decoder (test, cases[i].name, SEM_DECODE_LOOK_BEFORE);
    }
  library_test_index (test, "0 0 7 0 0 0");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      get_feature (test, cases[i].name, feature);
      g_assert_cmpint (memcmp (feature, old, sizeof old) != 0, ==, cases[i].again);
    }
}

/* A file that an older program did not take for an image is looked at again. */
static void
test_skipped (LibraryTest *test, gconstpointer data)
{
  g_autofree char *path = library_test_path (test, "photo.cr3");
  g_autofree char *other = library_test_path (test, "photo.txt");
  g_autoptr (SemStore) store = NULL;
  SemStoreFile row = { 0 };

  library_test_photos (test, 1, 2);
  g_assert_true (g_file_set_contents (path, "no photo", -1, NULL));
  g_assert_true (g_file_set_contents (other, "no photo", -1, NULL));
  library_test_add_folder (test, NULL);
  library_test_index (test, "2 0 0 1 1 0");
  store = library_test_open (test);
  g_assert_true (sem_store_find_file (store, path, &row, NULL));
  row.state = SEM_FILE_SKIPPED;
  g_clear_pointer (&row.decoder, g_free);
  g_clear_pointer (&row.reason, g_free);
  g_assert_true (sem_store_put_file (store, &row, NULL));
  sem_store_file_clear (&row);
  library_test_index (test, "0 0 2 1 1 0");
}

/* What looks the same keeps its code, and nothing is trained; a JPEG is not even decoded. */
static void
test_same (LibraryTest *test, gconstpointer data)
{
  gint64 model;

  set_up (test);
  model = get_model (test);
  make_old (test, "OPAQUE.PNG", FALSE);
  make_old (test, "clear.png", FALSE);
  library_test_index (test, "0 0 6 0 0 0");
  g_assert_cmpint (get_model (test), ==, model);
  make_old (test, "000/000.jpg", FALSE);
  library_test_lock_decoder ();
  library_test_index (test, "0 0 6 0 0 0");
  library_test_unlock_decoder ();
}

/* Another file with the same bytes needs no decoding of its own, nor does a file that was moved. */
static void
test_shared (LibraryTest *test, gconstpointer data)
{
  g_autofree char *path = library_test_path (test, "clear.png");
  g_autofree char *copy = library_test_path (test, "copy.png");
  g_autofree char *moved = library_test_path (test, "moved.png");
  g_autofree char *bytes = NULL;
  gsize size;

  set_up (test);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) size, NULL));
  g_assert_cmpint (g_rename (path, moved), ==, 0);
  library_test_lock_decoder ();
  library_test_index (test, "2 0 5 0 0 1");
  library_test_index (test, "0 0 7 0 0 0");
  library_test_unlock_decoder ();
}

/* A photo that cannot be decoded again stays as it was. */
static void
test_damaged (LibraryTest *test, gconstpointer data)
{
  g_autofree char *path = library_test_path (test, "clear.png");
  g_autofree char *bytes = NULL;
  g_autoptr (SemStore) store = NULL;
  SemStoreFile row = { 0 };
  gint64 photo;
  gsize size;

  set_up (test);
  photo = library_test_find (test, "clear.png");
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  memset (bytes + size / 2, 0, size / 2);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));
  make_old (test, "clear.png", FALSE);
  /* As if it had always been like this. */
  store = library_test_open (test);
  g_assert_true (sem_store_find_file (store, path, &row, NULL));
  {
    struct stat info;

    g_assert_cmpint (stat (path, &info), ==, 0);
    sem_content_identify (&info, &row.identity);
  }
  g_assert_true (sem_store_put_file (store, &row, NULL));
  sem_store_file_clear (&row);
  library_test_index (test, "0 0 5 1 0 0");
  g_assert_cmpint (library_test_find (test, "clear.png"), ==, photo);
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "different", test_different }, { "same", test_same }, { "profile", test_profile },
    { "skipped", test_skipped },     { "last", test_last }, { "shared", test_shared },
    { "damaged", test_damaged },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/indexing/again", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
