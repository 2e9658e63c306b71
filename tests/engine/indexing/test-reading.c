/* What reads files ahead: memory that a decoder may see, disks that fail or rotate, and how many
 * readers there are.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "engine/indexing/index-job.h"
#include "engine/indexing/index-writer.h"
#include "engine/indexing/reading/buffers.h"
#include "engine/indexing/reading/disk.h"
#include "engine/indexing/reading/media.h"
#include "engine/indexing/reading/readers.h"
#include "tests/support/folder.h"

#define LARGE (20 << 20)
#define MEDIUM (10 << 20)

/* Files that cannot be read, by a part of their names; and one that is emptied after it was read
 * from once. */
static const char *failing;
static const char *emptied;

ssize_t __real_pread64 (int fd, void *bytes, size_t size, off_t offset);
ssize_t __wrap_pread64 (int fd, void *bytes, size_t size, off_t offset);

ssize_t
__wrap_pread64 (int fd, void *bytes, size_t size, off_t offset)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *path = g_file_read_link (link, NULL);
  ssize_t n;

  if (failing && path && strstr (path, failing))
    {
      errno = EIO;
      return -1;
    }
  n = __real_pread64 (fd, bytes, size, offset);
  if (emptied && path && strstr (path, emptied))
    g_assert_cmpint (truncate (path, 0), ==, 0);
  return n;
}

/* Who gets the descriptor can read, and nothing else. */
static void
test_sealed (void)
{
  g_autoptr (SemBuffers) buffers = sem_buffers_new ();
  SemBuffer *buffer = sem_buffers_take (buffers);
  char text[6] = "";

  g_assert_nonnull (buffer);
  memcpy (buffer->bytes, "photo", 5);
  g_assert_cmpint (pread (buffer->fd, text, 5, 0), ==, 5);
  g_assert_cmpstr (text, ==, "photo");
  g_assert_cmpint (pwrite (buffer->fd, "x", 1, 0), ==, -1);
  g_assert_cmpint (errno, ==, EPERM);
  g_assert_cmpint (ftruncate (buffer->fd, 1), ==, -1);
  g_assert_cmpint (ftruncate (buffer->fd, 2 * (off_t) SEM_BUFFER_SIZE), ==, -1);
  g_assert_true (mmap (NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, buffer->fd, 0) == MAP_FAILED);
  g_assert_cmpint (fallocate (buffer->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096), ==,
                   -1);
  g_assert_cmpmem (buffer->bytes, 5, "photo", 5);
  sem_buffer_release (buffer);
}

/* Memory is used again, unless a large file has filled it. */
static void
test_again (void)
{
  g_autoptr (SemBuffers) buffers = sem_buffers_new ();
  SemBuffer *first = sem_buffers_take (buffers), *second = sem_buffers_take (buffers), *third;

  g_assert_true (first && second && first != second);
  first->bytes[0] = 'x';
  first->size = 1;
  second->size = LARGE;
  sem_buffer_release (first);
  sem_buffer_release (second);
  second = sem_buffers_take (buffers);
  third = sem_buffers_take (buffers);
  g_assert_cmpint (second->bytes[0], ==, 'x');
  g_assert_cmpuint (second->size, ==, 0);
  g_assert_cmpint (third->bytes[0], ==, 0);
  sem_buffer_release (second);
  sem_buffer_release (third);
}

/* Sizes change from photo to photo, so that in the end each buffer has had a large one. */
static void
test_bound (void)
{
  g_autoptr (SemBuffers) buffers = sem_buffers_new ();
  SemBuffer *taken[40];
  guint n_kept = 0;

  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
      {
        if (round > 0)
          {
            taken[i]->size = round == 1 || i % 3 == 0 ? MEDIUM : 1;
            taken[i]->bytes[taken[i]->size - 1] = 'x';
            sem_buffer_release (taken[i]);
          }
        taken[i] = sem_buffers_take (buffers);
        g_assert_nonnull (taken[i]);
      }
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    sem_buffer_release (taken[i]);
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      taken[i] = sem_buffers_take (buffers);
      n_kept += taken[i]->bytes[MEDIUM - 1] == 'x' ? 1 : 0;
    }
  g_assert_cmpuint (n_kept, >, 0);
  g_assert_cmpuint (n_kept * MEDIUM, <=, SEM_BUFFERS_KEPT);
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    sem_buffer_release (taken[i]);
}

/* A file that was an image when its first bytes were looked at has none when it is read: nothing of
 * a file before it is decoded. */
static void
test_emptied (void)
{
  static const guint8 png[64] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  static const char *const names[] = { "emptied", "emptied.png" };
  g_autoptr (SemBuffers) buffers = sem_buffers_new ();
  char *folder = test_folder_new ();

  for (guint i = 0; i < 4; i++)
    {
      const SemFileIdentity identity = { .size = sizeof png };
      g_autofree char *path = g_build_filename (folder, names[i % 2], NULL);
      g_autoptr (SemIndexJob) job = sem_index_job_new (path, 1, &identity);

      g_assert_true (g_file_set_contents (path, (const char *) png, sizeof png, NULL));
      job->again = i >= 2;
      emptied = i == 1 ? NULL : "/emptied";
      if (i == 1)
        g_assert_cmpint (truncate (path, 0), ==, 0);
      sem_index_job_read (job, buffers, NULL);
      emptied = NULL;
      g_assert_true (job->told);
      g_assert_no_error (job->fatal);
      g_assert_cmpint (job->file.state, ==, i % 2 ? SEM_FILE_FAILED : SEM_FILE_SKIPPED);
      g_assert_null (job->buffer);
    }
  test_folder_remove (folder);
}

/* Of files that cannot be read there may be very many. */
static void
test_doubtful (void)
{
  const guint n = 2000;
  g_autoptr (GPtrArray) folders = g_ptr_array_new ();
  const SemIndexContext context = { .folders = folders };
  SemMedia *media = sem_media_new ();
  SemIndexWriter *writer = sem_index_writer_new (&context, media, NULL, 0);
  const gsize before = mallinfo2 ().uordblks;

  for (guint i = 0; i < n; i++)
    {
      const SemFileIdentity identity = { .size = 1 };
      SemIndexJob *job = sem_index_job_new ("/photos/a.jpg", 1, &identity);

      job->code = EIO;
      sem_index_writer_add (writer, job);
    }
  g_assert_cmpuint ((mallinfo2 ().uordblks - before) / n, <, 1000);
  sem_index_writer_free (writer);
  sem_media_free (media);
}

static void
write_flag (const char *folder, const char *name, const char *flag)
{
  g_autofree char *queue = g_build_filename (folder, name, "queue", NULL);
  g_autofree char *path = g_build_filename (queue, "rotational", NULL);

  g_assert_cmpint (g_mkdir_with_parents (queue, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, flag, -1, NULL));
}

/* As the kernel says it: a link to the disk, or to a part inside it. */
static void
test_rotating (void)
{
  static const struct
  {
    const char *link;
    const char *target;
    guint minor;
    gboolean rotates;
  } cases[] = { { "8:0", "sda", 0, TRUE },
                { "8:1", "sda/sda1", 1, TRUE },
                { "8:16", "sdb", 16, FALSE },
                { "8:17", "sdb/sdb1", 17, FALSE },
                { NULL, NULL, 32, FALSE } };
  char *folder = test_folder_new ();

  write_flag (folder, "sda", "1\n");
  write_flag (folder, "sdb", "0\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *link = g_build_filename (folder, cases[i].link, NULL);
      g_autofree char *target = g_build_filename (folder, cases[i].target, NULL);

      g_mkdir (target, 0700);
      if (cases[i].link)
        g_assert_cmpint (symlink (cases[i].target, link), ==, 0);
      g_assert_cmpint (sem_disk_rotates (folder, makedev (8, cases[i].minor)), ==,
                       cases[i].rotates);
    }
  g_assert_false (sem_disk_rotates (SEM_DISK_BLOCKS, 0));
  test_folder_remove (folder);
}

typedef struct
{
  char *root;
  char *good; /* that exists */
  char *bad;
  SemMedia *media;
  SemMediaPlace at_good;
  SemMediaPlace at_bad;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  struct stat st;

  fixture->root = test_folder_new ();
  fixture->good = g_build_filename (fixture->root, "good.jpg", NULL);
  fixture->bad = g_build_filename (fixture->root, "folder", "bad.jpg", NULL);
  g_assert_true (g_file_set_contents (fixture->good, "x", 1, NULL));
  g_assert_cmpint (stat (fixture->good, &st), ==, 0);
  fixture->media = sem_media_new ();
  fixture->at_good = (SemMediaPlace){ fixture->root, fixture->good, 1, st.st_dev };
  fixture->at_bad = (SemMediaPlace){ fixture->root, fixture->bad, 1, st.st_dev };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  failing = NULL;
  sem_media_free (fixture->media);
  test_folder_remove (fixture->root);
  g_free (fixture->good);
  g_free (fixture->bad);
}

/* How many failures it takes; 0 for none of @most. */
static guint
count_failures (Fixture *fixture, int code, guint most)
{
  for (guint i = 1; i <= most; i++)
    if (sem_media_note_failure (fixture->media, &fixture->at_bad, SEM_MEDIA_READ, code))
      return i;
  return 0;
}

/* Files that are damaged, or not there, on a disk that works. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const int codes[] = { EIO, ENODEV, ESTALE, EACCES, ENOENT, ENOTDIR, ELOOP };

  sem_media_note_success (fixture->media, &fixture->at_good, SEM_MEDIA_READ);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpuint (count_failures (fixture, codes[i], 200), ==, 0);
  g_assert_false (sem_media_is_lost (fixture->media, &fixture->at_good));
}

/* A file that could be read cannot be any more. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) losses = NULL;
  const SemMediaLoss *loss;
  SemMediaPlace elsewhere = fixture->at_good;

  sem_media_note_success (fixture->media, &fixture->at_good, SEM_MEDIA_READ);
  failing = fixture->root;
  g_assert_cmpuint (count_failures (fixture, EIO, 10), ==, 0);
  /* Neighbours that can be read show that it works. */
  sem_media_note_success (fixture->media, &fixture->at_good, SEM_MEDIA_READ);
  g_assert_cmpuint (count_failures (fixture, EIO, 200), ==, 16);
  g_assert_true (sem_media_is_lost (fixture->media, &fixture->at_good));
  losses = sem_media_list_lost (fixture->media);
  g_assert_cmpuint (losses->len, ==, 1);
  loss = g_ptr_array_index (losses, 0);
  g_assert_cmpint (loss->folder, ==, 1);
  g_assert_cmpint (loss->code, ==, EIO);
  g_assert_cmpstr (loss->path, ==, fixture->bad);
  g_assert_cmpuint (loss->device, ==, fixture->at_good.device);
  elsewhere.device++;
  g_assert_false (sem_media_is_lost (fixture->media, &elsewhere));
}

/* What could be read before has been moved, emptied or replaced: that says nothing of the disk, and
 * what was read after it counts. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *later = g_build_filename (fixture->root, "later.jpg", NULL);
  SemMediaPlace at_later = fixture->at_good;

  at_later.path = later;
  g_assert_true (g_file_set_contents (later, "x", 1, NULL));
  sem_media_note_success (fixture->media, &fixture->at_good, SEM_MEDIA_READ);
  sem_media_note_success (fixture->media, &at_later, SEM_MEDIA_READ);
  g_assert_cmpint (g_unlink (fixture->good), ==, 0);
  g_assert_cmpuint (count_failures (fixture, EIO, 200), ==, 0);
  g_assert_cmpint (truncate (later, 0), ==, 0);
  g_assert_cmpuint (count_failures (fixture, EIO, 40), ==, 0);
  g_assert_cmpint (g_unlink (later), ==, 0);
  sem_media_note_success (fixture->media, &fixture->at_good, SEM_MEDIA_READ);
  g_assert_cmpuint (count_failures (fixture, EIO, 200), ==, 64);
}

/* A file that is known, or was only met, is asked as well, after any that cannot be read. */
static void
test_witness (Fixture *fixture, gconstpointer data)
{
  const gboolean known = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < 9; i++)
    sem_media_note_met (fixture->media, i ? &fixture->at_bad : &fixture->at_good, TRUE);
  sem_media_note_met (fixture->media, known ? &fixture->at_bad : &fixture->at_good, FALSE);
  g_assert_cmpuint (count_failures (fixture, EIO, 200), ==, 0);
  failing = fixture->root;
  g_assert_cmpuint (count_failures (fixture, EIO, 200), ==, 64 - 200 % 16);
}

/* Links and files of one disk that are deleted while it is there. */
static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  const gboolean link_first = GPOINTER_TO_UINT (data);
  g_autofree char *disk = g_strdup ("/dev/shm/semblance-test-XXXXXX");
  g_autofree char *file = NULL, *deleted = NULL, *link = NULL;
  SemMediaPlace at_link, at_file;
  struct stat st;

  if (!g_mkdtemp (disk) || stat (disk, &st) != 0 || st.st_dev == fixture->at_good.device)
    {
      g_test_skip ("There is no second file system.");
      return;
    }
  file = g_build_filename (disk, "good.jpg", NULL);
  deleted = g_build_filename (disk, "deleted.jpg", NULL);
  link = g_build_filename (fixture->root, "link.jpg", NULL);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_cmpint (symlink (file, link), ==, 0);
  at_link = (SemMediaPlace){ "/", link, 1, st.st_dev };
  at_file = (SemMediaPlace){ "/", file, 1, st.st_dev };
  sem_media_note_success (fixture->media, link_first ? &at_link : &at_file, SEM_MEDIA_READ);
  at_file.path = deleted;
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_false (sem_media_note_failure (fixture->media, &at_file, SEM_MEDIA_READ, ENOENT));
  g_assert_false (sem_media_note_failure (fixture->media, &at_link, SEM_MEDIA_READ, ENOENT));
  g_assert_false (sem_media_is_lost (fixture->media, &at_file));
  test_folder_remove (g_steal_pointer (&disk));
}

/* Of a disk nothing of which could be read, more is tried: in the end, files that nobody met. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (count_failures (fixture, EIO, 192), ==, 0);
  failing = fixture->root;
  g_assert_cmpuint (count_failures (fixture, EIO, 200), ==, 64);
}

/* The folder itself has gone: one failure is enough. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  static const int codes[] = { ENOENT, EIO };

  sem_media_note_success (fixture->media, &fixture->at_good, SEM_MEDIA_READ);
  g_assert_cmpint (g_unlink (fixture->good), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->root), ==, 0);
  g_assert_cmpuint (count_failures (fixture, codes[GPOINTER_TO_UINT (data)], 2), ==, 1);
  g_assert_cmpint (g_mkdir (fixture->root, 0700), ==, 0);
}

/* Each in microseconds. */
static void
test_readers (void)
{
  static const struct
  {
    double reading;
    double work;
    guint n_workers;
    guint expected;
  } cases[] = {
    { 500, 0, 2, 2 },                         /* nothing is known yet */
    { 500, 40000, 2, 2 },                     /* a disk of this computer */
    { 25000, 40000, 2, 3 },                   /* a share in the house */
    { 100000, 40000, 2, 6 },                  /* one far away */
    { 25000, 4000, 2, 14 },                   /* tiny pictures on it */
    { 1e7, 4000, 8, SEM_INDEX_MOST_READERS }, /* one that hangs */
    { 0, 40000, 2, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (sem_index_readers_choose (cases[i].reading, cases[i].work,
                                                cases[i].n_workers),
                      ==, cases[i].expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/indexing/reading/sealed", test_sealed);
  g_test_add_func ("/indexing/reading/again", test_again);
  g_test_add_func ("/indexing/reading/bound", test_bound);
  g_test_add_func ("/indexing/reading/emptied", test_emptied);
  g_test_add_func ("/indexing/reading/doubtful", test_doubtful);
  g_test_add_func ("/indexing/reading/rotating", test_rotating);
  g_test_add ("/indexing/reading/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/indexing/reading/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/indexing/reading/moved", Fixture, NULL, set_up, test_moved, tear_down);
  g_test_add ("/indexing/reading/known", Fixture, GUINT_TO_POINTER (1), set_up, test_witness,
              tear_down);
  g_test_add ("/indexing/reading/met", Fixture, GUINT_TO_POINTER (0), set_up, test_witness,
              tear_down);
  g_test_add ("/indexing/reading/deleted", Fixture, GUINT_TO_POINTER (0), set_up, test_deleted,
              tear_down);
  g_test_add ("/indexing/reading/deleted-link", Fixture, GUINT_TO_POINTER (1), set_up, test_deleted,
              tear_down);
  g_test_add ("/indexing/reading/silent", Fixture, NULL, set_up, test_silent, tear_down);
  g_test_add ("/indexing/reading/gone", Fixture, GUINT_TO_POINTER (0), set_up, test_gone,
              tear_down);
  g_test_add ("/indexing/reading/gone-with-eio", Fixture, GUINT_TO_POINTER (1), set_up, test_gone,
              tear_down);
  g_test_add_func ("/indexing/reading/readers", test_readers);
  return g_test_run ();
}
