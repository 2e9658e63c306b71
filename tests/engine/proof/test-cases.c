/* Sheets, screens and photos from elsewhere, decoded and proven, where the folder "cases" beside
 * the test data has them.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/decode/decoder.h"
#include "engine/proof/proof.h"

#include <fcntl.h>
#include <unistd.h>

static char *
find_cases (void)
{
  const char *data = g_getenv ("SEMBLANCE_TEST_DATA");
  g_autofree char *folder = g_build_filename (data ? data : TEST_DATA, "..", "cases", NULL);

  /* Where the data was unpacked elsewhere, the cases are still beside the checkout. */
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&folder);
  return g_build_filename (TEST_DATA, "..", "cases", NULL);
}

static SemProofPicture *
load (SemDecoder *decoder, const char *name, SemProofRole role)
{
  const SemDecodeView view = { .colour_side = SEM_PROOF_SIDE };
  g_autofree char *folder = find_cases (), *path = g_build_filename (folder, name, NULL);
  g_autoptr (SemDecodedPhoto) photo = NULL;
  g_autoptr (GError) error = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return NULL;
  photo = sem_decoder_decode_view (decoder, fd, name, &view, NULL, &error);
  close (fd);
  g_assert_no_error (error);
  return sem_proof_picture_new (role, photo->colour, photo->colour_width, photo->colour_height,
                                photo->width, photo->height);
}

/* What may be said of them. The photo in the collage has been cut to its tile. */
static const struct
{
  const char *query;
  const char *stored;
  SemProofKind kinds[2];
} cases[] = {
  { "letter-a.jpg", "letter-b.jpg", { SEM_PROOF_NONE, SEM_PROOF_NONE } },
  { "chat-a.jpg", "chat-b.jpg", { SEM_PROOF_NONE, SEM_PROOF_NONE } },
  { "page-a.jpg", "page-b.jpg", { SEM_PROOF_NONE, SEM_PROOF_NONE } },
  { "letter-a.jpg", "letter-a.jpg", { SEM_PROOF_SAME, SEM_PROOF_SAME } },
  { "chat-b.jpg", "chat-b.jpg", { SEM_PROOF_SAME, SEM_PROOF_SAME } },
  { "page-a.jpg", "page-a.jpg", { SEM_PROOF_SAME, SEM_PROOF_SAME } },
  { "captioned.jpg", "source.jpg", { SEM_PROOF_CROPPED, SEM_PROOF_CROPPED } },
  { "phone.jpg", "phone-source.jpg", { SEM_PROOF_CROPPED, SEM_PROOF_RESIZED } },
  { "source.jpg", "phone-source.jpg", { SEM_PROOF_NONE, SEM_PROOF_NONE } },
};

static void
test_case (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  SemDecoder *decoder = sem_decoder_new (NULL);
  g_autoptr (SemProofPicture) query = load (decoder, cases[i].query, SEM_PROOF_QUERY);
  g_autoptr (SemProofPicture) stored = load (decoder, cases[i].stored, SEM_PROOF_STORED);
  SemProof proof;

  sem_decoder_free (decoder);
  if (!query || !stored)
    {
      g_test_skip ("the folder with the cases is not there");
      return;
    }
  sem_proof_compare (query, stored, &proof);
  if (proof.kind != cases[i].kinds[0])
    g_assert_cmpint (proof.kind, ==, cases[i].kinds[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/proof/cases/%s/%s", cases[i].query, cases[i].stored);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}
