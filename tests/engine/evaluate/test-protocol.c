/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/evaluate/protocols/protocol.h"
#include "engine/hash/models/hash-options.h"

#include <string.h>

#define CIFAR_CLASSES 10
#define CIFAR_A_CLASS 6000

static guint32 *
make_labels (guint n_classes, guint a_class)
{
  guint32 *labels = g_new (guint32, n_classes * a_class);

  for (guint i = 0; i < n_classes * a_class; i++)
    labels[i] = i % n_classes;
  return labels;
}

static SemSplit *
split_by (const char *name, const guint32 *labels, gsize n, guint64 seed)
{
  const SemProtocol *protocol = sem_protocol_find (name);

  g_assert_nonnull (protocol);
  return sem_split_new (&protocol->split, labels, n, seed);
}

static void
assert_rising (const guint32 *rows, gsize n, gsize end)
{
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (i == 0 || rows[i] > rows[i - 1]);
      g_assert_cmpuint (rows[i], <, end);
    }
}

/* Training rows are in the database; so are queries, unless @disjoint: then none of them is. */
static void
assert_sound (const SemSplit *split, gsize n, gboolean disjoint)
{
  g_autofree guint8 *searched = g_new0 (guint8, n);

  assert_rising (split->queries, split->n_queries, n);
  assert_rising (split->database, split->n_database, n);
  assert_rising (split->training, split->n_training, n);
  for (gsize i = 0; i < split->n_database; i++)
    searched[split->database[i]] = 1;
  for (gsize i = 0; i < split->n_queries; i++)
    g_assert_cmpuint (searched[split->queries[i]], ==, disjoint ? 0 : 1);
  for (gsize i = 0; i < split->n_training; i++)
    g_assert_cmpuint (searched[split->training[i]], ==, 1);
  g_assert_cmpuint (split->n_database + (disjoint ? split->n_queries : 0), ==, n);
}

static void
assert_a_class (const guint32 *rows, gsize n, const guint32 *labels, guint n_classes, guint wanted)
{
  g_autofree guint *counts = g_new0 (guint, n_classes);

  for (gsize i = 0; i < n; i++)
    counts[labels[rows[i]]]++;
  for (guint c = 0; c < n_classes; c++)
    g_assert_cmpuint (counts[c], ==, wanted);
}

static void
test_cifar (void)
{
  const struct
  {
    const char *name;
    guint queries_a_class;
    gsize n_training;
  } wanted[] = {
    { "cifar10-ddh", 100, 10000 },
    { "cifar10-greedyhash-1", 1000, SEM_HASH_MAX_TRAINING },
    { "cifar10-greedyhash-2", 1000, 5000 },
  };
  gsize n = CIFAR_CLASSES * CIFAR_A_CLASS;
  g_autofree guint32 *labels = make_labels (CIFAR_CLASSES, CIFAR_A_CLASS);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (SemSplit) one = split_by (wanted[i].name, labels, n, 1);
      g_autoptr (SemSplit) same = split_by (wanted[i].name, labels, n, 1);
      g_autoptr (SemSplit) other = split_by (wanted[i].name, labels, n, 2);

      assert_sound (one, n, TRUE);
      assert_a_class (one->queries, one->n_queries, labels, CIFAR_CLASSES,
                      wanted[i].queries_a_class);
      g_assert_cmpuint (one->n_training, ==, wanted[i].n_training);
      g_assert_cmpmem (one->queries, one->n_queries * 4, same->queries, same->n_queries * 4);
      g_assert_cmpmem (one->training, one->n_training * 4, same->training, same->n_training * 4);
      g_assert_cmpint (memcmp (one->queries, other->queries, one->n_queries * 4), !=, 0);
      g_assert_cmpint (memcmp (one->training, other->training, one->n_training * 4), !=, 0);
      g_assert_cmpint (sem_protocol_find (wanted[i].name)->naming, ==, SEM_CLASS_FOLDER_NAME);
      if (i == 2)
        assert_a_class (one->training, one->n_training, labels, CIFAR_CLASSES, 500);
    }
}

static void
test_flowers (void)
{
  g_autofree guint32 *labels = make_labels (17, 80);
  g_autoptr (SemSplit) flowers = split_by ("flowers17", labels, 17 * 80, 3);
  g_autoptr (SemSplit) folders = split_by ("folders", labels, 17 * 80, 3);

  assert_sound (flowers, 17 * 80, TRUE);
  assert_a_class (flowers->queries, flowers->n_queries, labels, 17, 10);
  g_assert_cmpuint (flowers->n_training, ==, 1190);
  assert_sound (folders, 17 * 80, TRUE);
  assert_a_class (folders->queries, folders->n_queries, labels, 17, 8);
  g_assert_cmpuint (folders->n_training, ==, folders->n_database);
}

/* Training rows are taken out of the gallery by one of the splits of DeepHash. */
static void
test_apart (void)
{
  const gsize n = CIFAR_CLASSES * CIFAR_A_CLASS;
  g_autofree guint32 *labels = make_labels (CIFAR_CLASSES, CIFAR_A_CLASS);
  g_autofree guint8 *searched = g_new0 (guint8, n);
  g_autoptr (SemSplit) apart = split_by ("cifar10-deephash", labels, n, 1);
  g_autoptr (SemSplit) within = split_by ("cifar10-deephash-1", labels, n, 1);

  g_assert_cmpuint (apart->n_queries, ==, 1000);
  g_assert_cmpuint (apart->n_database, ==, 54000);
  g_assert_cmpuint (apart->n_training, ==, 5000);
  assert_rising (apart->database, apart->n_database, n);
  for (gsize i = 0; i < apart->n_database; i++)
    searched[apart->database[i]] = 1;
  for (gsize i = 0; i < apart->n_training; i++)
    g_assert_cmpuint (searched[apart->training[i]], ==, 0);
  assert_sound (within, n, TRUE);
  g_assert_cmpuint (within->n_database, ==, 59000);
  g_assert_cmpuint (within->n_training, ==, 5000);
}

/* Distractors are searched and teach, but never ask; nor does a scene of one photo. */
static void
test_scenes (void)
{
  const guint32 labels[] = { 0, 0, 1, SEM_NO_CLASS, 2, 2, 2, SEM_NO_CLASS, 0 };
  const guint32 asking[] = { 0, 1, 4, 5, 6, 8 };
  g_autoptr (SemSplit) split = split_by ("scenes", labels, G_N_ELEMENTS (labels), 1);

  assert_sound (split, G_N_ELEMENTS (labels), FALSE);
  g_assert_cmpmem (split->queries, split->n_queries * 4, asking, sizeof asking);
  g_assert_cmpuint (split->n_database, ==, G_N_ELEMENTS (labels));
  g_assert_cmpuint (split->n_training, ==, G_N_ELEMENTS (labels));
  g_assert_true (sem_protocol_find ("scenes")->distractors);
}

static void
test_names (void)
{
  guint n;
  const SemProtocol *protocols = sem_protocol_list (&n);

  g_assert_cmpstr (protocols[0].name, ==, "folders");
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (sem_protocol_find (protocols[i].name) == &protocols[i]);
      g_assert_cmpuint (protocols[i].split.max_training, >, 0);
      g_assert_cmpuint (protocols[i].split.max_training, <=, SEM_HASH_MAX_TRAINING);
    }
  g_assert_null (sem_protocol_find ("cifar"));
  g_assert_null (sem_protocol_find ("cifar10-1"));
  g_assert_cmpstr (sem_protocol_get_new_name ("cifar10-1"), ==, "cifar10-greedyhash-1");
  g_assert_null (sem_protocol_get_new_name ("cifar"));
  g_assert_null (sem_protocol_find (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluate/protocol/cifar", test_cifar);
  g_test_add_func ("/evaluate/protocol/apart", test_apart);
  g_test_add_func ("/evaluate/protocol/flowers", test_flowers);
  g_test_add_func ("/evaluate/protocol/scenes", test_scenes);
  g_test_add_func ("/evaluate/protocol/names", test_names);
  return g_test_run ();
}
