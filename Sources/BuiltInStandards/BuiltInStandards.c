#include "BuiltInStandards.h"

// #embed is C23; clang takes it in any C. A new file under Standards/ or Bindings/ needs a line in both lists (TidyTests
// holds that).
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char green_building_2019_standard[] = {
#embed "../../Standards/green-building-2019/standard.yaml"
};
static const unsigned char green_building_2019_4_safety[] = {
#embed "../../Standards/green-building-2019/4-safety.yaml"
};
static const unsigned char green_building_2019_5_health[] = {
#embed "../../Standards/green-building-2019/5-health.yaml"
};
static const unsigned char green_building_2019_6_convenience[] = {
#embed "../../Standards/green-building-2019/6-convenience.yaml"
};
static const unsigned char green_building_2019_7_resources[] = {
#embed "../../Standards/green-building-2019/7-resources.yaml"
};
static const unsigned char green_building_2019_8_environment[] = {
#embed "../../Standards/green-building-2019/8-environment.yaml"
};
static const unsigned char green_building_2019_9_innovation[] = {
#embed "../../Standards/green-building-2019/9-innovation.yaml"
};
static const unsigned char smart_community_draft_standard[] = {
#embed "../../Standards/smart-community-draft/standard.yaml"
};
static const unsigned char smart_community_draft_6_infrastructure[] = {
#embed "../../Standards/smart-community-draft/6-infrastructure.yaml"
};
static const unsigned char smart_community_draft_7_platform[] = {
#embed "../../Standards/smart-community-draft/7-platform.yaml"
};
static const unsigned char smart_community_draft_8_services[] = {
#embed "../../Standards/smart-community-draft/8-services.yaml"
};
static const unsigned char smart_community_draft_9_management[] = {
#embed "../../Standards/smart-community-draft/9-management.yaml"
};
static const unsigned char smart_community_draft_10_innovation[] = {
#embed "../../Standards/smart-community-draft/10-innovation.yaml"
};

static const unsigned char bindings_smart_community_draft_6_infrastructure[] = {
#embed "../../Bindings/smart-community-draft/6-infrastructure.yaml"
};
static const unsigned char bindings_smart_community_draft_7_platform[] = {
#embed "../../Bindings/smart-community-draft/7-platform.yaml"
};
static const unsigned char bindings_smart_community_draft_8_services[] = {
#embed "../../Bindings/smart-community-draft/8-services.yaml"
};
static const unsigned char bindings_smart_community_draft_9_management[] = {
#embed "../../Bindings/smart-community-draft/9-management.yaml"
};

#define FILE_OF(path, name) {path, name, sizeof name}

static const linli_standard files[] = {
    FILE_OF("green-building-2019/standard.yaml", green_building_2019_standard),
    FILE_OF("green-building-2019/4-safety.yaml", green_building_2019_4_safety),
    FILE_OF("green-building-2019/5-health.yaml", green_building_2019_5_health),
    FILE_OF("green-building-2019/6-convenience.yaml", green_building_2019_6_convenience),
    FILE_OF("green-building-2019/7-resources.yaml", green_building_2019_7_resources),
    FILE_OF("green-building-2019/8-environment.yaml", green_building_2019_8_environment),
    FILE_OF("green-building-2019/9-innovation.yaml", green_building_2019_9_innovation),
    FILE_OF("smart-community-draft/standard.yaml", smart_community_draft_standard),
    FILE_OF("smart-community-draft/6-infrastructure.yaml", smart_community_draft_6_infrastructure),
    FILE_OF("smart-community-draft/7-platform.yaml", smart_community_draft_7_platform),
    FILE_OF("smart-community-draft/8-services.yaml", smart_community_draft_8_services),
    FILE_OF("smart-community-draft/9-management.yaml", smart_community_draft_9_management),
    FILE_OF("smart-community-draft/10-innovation.yaml", smart_community_draft_10_innovation),
};

size_t linli_standard_file_count(void) { return sizeof files / sizeof files[0]; }
linli_standard linli_standard_file(size_t index) { return files[index]; }

static const linli_standard bindings[] = {
    FILE_OF("smart-community-draft/6-infrastructure.yaml", bindings_smart_community_draft_6_infrastructure),
    FILE_OF("smart-community-draft/7-platform.yaml", bindings_smart_community_draft_7_platform),
    FILE_OF("smart-community-draft/8-services.yaml", bindings_smart_community_draft_8_services),
    FILE_OF("smart-community-draft/9-management.yaml", bindings_smart_community_draft_9_management),
};

size_t linli_bindings_file_count(void) { return sizeof bindings / sizeof bindings[0]; }
linli_standard linli_bindings_file(size_t index) { return bindings[index]; }
