/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/engine/indexing/refine-fixture.h"

#include "engine/store/quick/quick.h"
#include "tests/support/heif-files.h"
#include "tests/support/photos.h"

static GdkPixbuf *
make_picture (guint family, int width, int height)
{
  g_autoptr (GdkPixbuf) photo = test_photo_new (family, 0);

  return gdk_pixbuf_scale_simple (photo, width, height, GDK_INTERP_BILINEAR);
}

GBytes *
refine_fixture_make (guint family, guint reduced)
{
  g_autoptr (GdkPixbuf) picture = make_picture (family, 800, 600);
  g_autoptr (GdkPixbuf) small = make_picture (reduced, 320, 240);

  return test_heif_write (&(TestHeif){ .picture = picture, .reduced = small });
}

void
refine_fixture_write (LibraryTest *test, const char *name, GBytes *bytes)
{
  g_autofree char *path = library_test_path (test, name);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

gint64
refine_fixture_count (LibraryTest *test)
{
  g_autoptr (SemStore) store = library_test_open (test);

  return sem_store_count_quick (store, NULL);
}
