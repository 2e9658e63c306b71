/* test-networks.c - the page of networks: choose, measure and remove them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tests/ui/ui-test.h"
#include "ui/models/models-private.h"
#include "ui/models/network-card.h"
#include "ui/window-private.h"

#define WIDTH 420

static const SemNetworkRow rows[] = {
  { .name = "default",
    .own = TRUE,
    .title = "EfficientNet-Lite0",
    .d = 1280,
    .usable = TRUE,
    .active = TRUE,
    .rate = 331.4,
    .n_photos = 3,
    .has_codes = TRUE,
    .finds = .981,
    .keeps = .93 },
  { .name = "clip",
    .title = "CLIP ViT-B/32 <of> 2021 & later",
    .d = 512,
    .words = TRUE,
    .usable = TRUE,
    .relative = TRUE,
    .rate = 7.26,
    .n_photos = 2,
    .has_codes = TRUE,
    .finds = -1,
    .keeps = -1 },
  { .name = "dino", .title = "DINOv2", .d = 384, .usable = TRUE, .finds = -1, .keeps = -1 },
};

/* Returns: the page with the networks above */
static SemNetworksPage *
open_page (Fixture *fixture)
{
  SemNetworksPage *page = ui_test_find (fixture->window, SEM_TYPE_NETWORKS_PAGE);

  ui_test_activate (fixture, "networks");
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (page)));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    sem_fake_networks_put (sem_networks_page_get_networks (page), &rows[i]);
  wait_until (ui_test_shows (page, "DINOv2"));
  g_free (sem_fake_library_steal_calls (fixture->library));
  return page;
}

static GtkWidget *
get_card (SemNetworksPage *page, int i)
{
  GtkWidget *list = gtk_widget_get_parent (ui_test_find (page, SEM_TYPE_NETWORK_CARD));

  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i));
}

/* (nullable): where it is seen */
static GtkWidget *
find (GtkWidget *widget, const char *label)
{
  GtkWidget *button = ui_test_find_button (widget, label);

  return button && gtk_widget_get_visible (button) ? button : NULL;
}

static void
click (gpointer widget, const char *label)
{
  GtkWidget *button = find (GTK_WIDGET (widget), label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  gtk_widget_grab_focus (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
assert_calls (Fixture *fixture, const char *expected)
{
  g_autofree char *calls = sem_fake_library_steal_calls (fixture->library);

  g_assert_cmpstr (calls, ==, expected);
}

/* @buttons: labels, those that are not seen with a "!" */
static void
assert_buttons (GtkWidget *card, const char *buttons)
{
  g_auto (GStrv) labels = g_strsplit (buttons, " ", -1);

  for (guint i = 0; labels[i]; i++)
    if (labels[i][0] == '!')
      g_assert_null (find (card, labels[i] + 1));
    else
      g_assert_nonnull (find (card, labels[i]));
}

static gboolean
has_focus (Fixture *fixture, GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return focus && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* Returns: where the label with @text ends */
static double
get_end (SemNetworksPage *page, GtkWidget *card, const char *text)
{
  graphene_rect_t bounds;
  GtkWidget *label = find_label (card, text);

  g_assert_nonnull (label);
  g_assert_true (gtk_widget_compute_bounds (label, GTK_WIDGET (page), &bounds));
  return (double) (bounds.origin.x + bounds.size.width);
}

/* Each network has its speed and its quality, and what is not known is said. */
static void
test_side_by_side (Fixture *fixture, gconstpointer data)
{
  SemNetworksPage *page;
  GtkWidget *own, *clip, *dino;

  ui_test_fill (fixture, 3);
  page = open_page (fixture);
  own = get_card (page, 0);
  clip = get_card (page, 1);
  dino = get_card (page, 2);
  g_assert_true (ui_test_shows (own, "EfficientNet-Lite0"));
  g_assert_true (ui_test_shows (own, "In use\u00a0· built in\u00a0· 1280 numbers"));
  g_assert_true (ui_test_shows (own, "331/s") && ui_test_shows (own, "98.1 %"));
  g_assert_true (ui_test_shows (own, "Describes 3 of 3"));
  g_assert_false (ui_test_shows (own, "relative"));
  g_assert_true (
    ui_test_shows (clip, "CLIP ViT-B/32 <of> 2021 & later\u00a0· 512 numbers\u00a0· takes words"));
  g_assert_true (ui_test_shows (clip, "7.3/s"));
  g_assert_true (ui_test_shows (clip, "Describes 2 of 3"));
  g_assert_true (ui_test_shows (clip, "was not measured yet"));
  g_assert_true (ui_test_shows (clip, "likeness is relative to this library"));
  g_assert_true (ui_test_shows (dino, "–") && ui_test_shows (dino, "Describes 0 of 3"));
  g_assert_false (ui_test_shows (dino, "relative"));
  assert_buttons (own, "_Measure !_Use !_Remove !_Stop");
  assert_buttons (clip, "_Measure _Use _Remove !_Stop");
  gtk_test_accessible_assert_property (
    GTK_ACCESSIBLE (clip), GTK_ACCESSIBLE_PROPERTY_LABEL,
    "clip · CLIP ViT-B/32 <of> 2021 & later\u00a0· 512 numbers\u00a0· takes words · 7.3 "
    "photos a second");
  /* The numbers of all stand below each other. */
  ui_test_settle (fixture);
  g_assert_cmpfloat (get_end (page, own, "331/s"), >, 0);
  g_assert_cmpfloat (get_end (page, own, "331/s"), ==, get_end (page, clip, "7.3/s"));
  g_assert_cmpfloat (get_end (page, own, "98.1 %"), ==, get_end (page, clip, "Quality"));
}

/* While photos are described by another network it says so and can be stopped; the focus stays. */
static void
test_use (Fixture *fixture, gconstpointer data)
{
  SemNetworksPage *page;
  SemNetworkRow row = rows[1];

  ui_test_fill (fixture, 3);
  page = open_page (fixture);
  click (get_card (page, 1), "_Use");
  assert_calls (fixture, "use-network clip");
  assert_buttons (get_card (page, 1), "_Stop !_Use !_Measure !_Remove");
  g_assert_true (ui_test_shows (get_card (page, 1), "The codes in use answer until it is done."));
  g_assert_true (has_focus (fixture, find (get_card (page, 1), "_Stop")));
  assert_buttons (get_card (page, 2), "_Use");
  click (get_card (page, 1), "_Stop");
  assert_calls (fixture, "cancel-network");
  assert_buttons (get_card (page, 1), "!_Stop _Use");
  g_assert_true (has_focus (fixture, get_card (page, 1)));
  /* The row is made anew when it is in use. */
  row.active = TRUE;
  sem_fake_networks_put (sem_networks_page_get_networks (page), &row);
  g_assert_true (has_focus (fixture, get_card (page, 1)));
  assert_buttons (get_card (page, 1), "_Measure !_Use !_Remove");
  /* What there is, is looked at anew whenever the page is shown. */
  ui_test_activate (fixture, "models");
  wait_until (!gtk_widget_get_mapped (GTK_WIDGET (page)));
  g_free (sem_fake_library_steal_calls (fixture->library));
  ui_test_activate (fixture, "networks");
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (page)));
  assert_calls (fixture, "networks");
}

static void
test_measure (Fixture *fixture, gconstpointer data)
{
  SemNetworksPage *page;
  SemNetworks *networks;
  SemNetworkRow row = rows[1];

  ui_test_fill (fixture, 3);
  page = open_page (fixture);
  networks = sem_networks_page_get_networks (page);
  click (get_card (page, 1), "_Measure");
  g_assert_cmpstr (sem_networks_get_measured (networks), ==, "clip");
  g_assert_true (ui_test_shows (get_card (page, 1), "Is being measured"));
  assert_buttons (get_card (page, 1), "_Stop !_Use !_Measure !_Remove");
  g_assert_false (gtk_widget_is_sensitive (find (get_card (page, 0), "_Measure")));
  click (get_card (page, 1), "_Stop");
  g_assert_null (sem_networks_get_measured (networks));
  assert_calls (fixture, "");
  click (get_card (page, 1), "_Measure");
  row.finds = .88;
  row.keeps = .9;
  sem_fake_networks_put (networks, &row);
  sem_fake_networks_end (networks, NULL);
  g_assert_true (ui_test_shows (get_card (page, 1), "88.0 %"));
  click (get_card (page, 1), "_Measure");
  sem_fake_networks_end (networks, "The program of the backbone “clip” ended with status 3.");
  g_assert_true (ui_test_shows (page, "ended with status 3"));
}

/* One that is removed is gone at once, and removed when that can no longer be undone. */
static void
test_remove (Fixture *fixture, gconstpointer data)
{
  SemNetworksPage *page;

  ui_test_fill (fixture, 3);
  page = open_page (fixture);
  click (get_card (page, 1), "_Remove");
  wait_until (ui_test_shows (fixture->window, "“clip” removed"));
  g_assert_null (get_card (page, 2));
  g_assert_true (has_focus (fixture, get_card (page, 1)));
  assert_calls (fixture, "");
  click (sem_window_get_toast_overlay (fixture->window), "_Undo");
  g_assert_nonnull (get_card (page, 2));
  assert_calls (fixture, "");
  click (get_card (page, 1), "_Remove");
  /* Another one: the first can no longer be undone. */
  click (get_card (page, 1), "_Remove");
  assert_calls (fixture, "remove-network clip");
  sem_networks_page_commit (page);
  assert_calls (fixture, "remove-network dino");
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ui_test_add ("/networks/side-by-side", test_side_by_side);
  ui_test_add ("/networks/use", test_use);
  ui_test_add ("/networks/measure", test_measure);
  ui_test_add ("/networks/remove", test_remove);
  return g_test_run ();
}
