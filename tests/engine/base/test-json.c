/* test-json.c - JSON from outside
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/base/error.h"
#include "engine/base/json.h"

#include <string.h>

static JsonNode *
parse (const char *text, guint max_depth)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = sem_json_parse (text, strlen (text), max_depth, &error);

  g_assert_true (!root == !!error);
  return root;
}

static void
test_accepted (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "[1, -2.5e+3, true, false, null]",
    "{\"a\": {\"b\": [\"]]]\", \"\\\"[[[\"]}}",
    " {\n\"a\" : \"/* no comment */ # \\u00e4\"\t}\r\n",
    "3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) root = parse (texts[i], 3);

      g_assert_nonnull (root);
    }
}

static void
test_depth (void)
{
  g_autoptr (JsonNode) root = parse ("[[[1]], [[2]]]", 3);

  g_assert_nonnull (root);
  g_assert_null (parse ("[[[1]], [[2]]]", 2));
}

/* Each would exhaust the stack of the parser. What closes in a string, or stands behind a comment
 * or another dialect's string, hides nothing. */
static void
test_deep (void)
{
  static const char *const starts[] = { "",     "/*\"*/",  "//\"\n",     "#\"\n", "var a = ",
                                        "'\"'", "[\"\\\"", "[\"\\\\\",", "\"",    "\xef\xbb\xbf" };
  static const char *const pieces[] = { "[", "{\"a\":", "[\"]\",", "{\"}\":", "[\"\\\"]\"," };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    for (guint k = 0; k < G_N_ELEMENTS (pieces); k++)
      {
        g_autoptr (GString) text = g_string_new (starts[i]);

        for (guint n = 0; n < 200000; n++)
          g_string_append (text, pieces[k]);
        g_assert_null (parse (text->str, 64));
      }
}

static void
test_damaged (void)
{
  static const char *const texts[] = { "", " ", "[1,", "{\"a\" 1}", "\"\xff\"", "[1] [2" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (parse (texts[i], 8));
  g_assert_null (sem_json_parse ("[1]\0[2]", 7, 8, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/accepted", test_accepted);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/deep", test_deep);
  g_test_add_func ("/json/damaged", test_damaged);
  return g_test_run ();
}
